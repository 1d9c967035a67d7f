package dev.usher.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the octets of a connection that is held. Time passes when the test says so. */
class BrakeTest {
    private static final int LARGEST_REQUEST = (4 + 8 + 64) * 1024;
    private static final int ROOM = 100 * 1024;

    private final Brake brake = new Brake(this::room);
    private final StringBuilder read = new StringBuilder();
    private final EmbeddedChannel channel = new EmbeddedChannel(brake, new Reader());
    private int kept;

    private boolean room(int more) {
        boolean fits = kept + more <= ROOM;
        kept += fits ? more : 0;
        return fits;
    }

    /** Has the connection held when it reads an exclamation mark. */
    private final class Reader extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object octets) {
            var text = ((ByteBuf) octets).toString(StandardCharsets.US_ASCII);
            ((ByteBuf) octets).release();
            read.append(text);
            if (text.contains("!")) {
                brake.hold(1_000);
            }
        }
    }

    @BeforeEach
    void stopTheClock() {
        channel.freezeTime();
    }

    @AfterEach
    void nothingIsLeft() {
        channel.finishAndReleaseAll();
        assertThat(kept).isZero();
    }

    private ByteBuf send(String text) {
        var octets = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        channel.writeInbound(octets);
        return octets;
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void whatComesMeanwhileIsReadInItsOrderWhenTheTimeIsOver() {
        send("a!");
        send("b");
        send("c");
        pass(999);
        assertThat(read).hasToString("a!");
        assertThat(kept).isEqualTo(2);
        pass(1);
        assertThat(read).hasToString("a!bc");
        assertThat(kept).isZero();
        send("d");
        assertThat(read).hasToString("a!bcd");
    }

    @Test
    void aHoldIsNeverLongerThanItWasSaid() {
        send("!");
        pass(500);
        brake.hold(1_000);
        send("a");
        pass(500);
        assertThat(read).hasToString("!a");
    }

    @Test
    void whatWasKeptMayHoldTheConnectionAgain() {
        send("1!");
        send("2!");
        send("3");
        pass(1_000);
        assertThat(read).hasToString("1!2!3");
        send("4");
        assertThat(read).hasToString("1!2!3");
        pass(1_000);
        assertThat(read).hasToString("1!2!34");
    }

    @Test
    void whatCameAtOnceIsNotReadToItsEndFirst() {
        var much = "!".repeat(10_000);
        send(much);
        assertThat(read.length()).isBetween(1, 2_048);
        for (int turn = 0; turn < 10; turn++) {
            pass(1_000);
        }
        assertThat(read).hasToString(much);
    }

    @Test
    void anotherThatIsNotHeldReadsAllAtOnce() {
        var much = "x".repeat(100_000);
        send(much);
        assertThat(read).hasToString(much);
    }

    @Test
    void aWholeRequestOfTheLargestKindIsKeptAndNotMore() {
        send("!");
        var octets = send("x".repeat(LARGEST_REQUEST));
        assertThat(channel.isOpen()).isTrue();
        assertThat(octets.refCnt()).isZero();
        send("x");
        assertThat(channel.isOpen()).isFalse();
        assertThat(read).hasToString("!");
    }

    @Test
    void whereThereIsNoRoomTheConnectionIsClosed() {
        send("!");
        kept += ROOM;
        send("x");
        assertThat(channel.isOpen()).isFalse();
        kept -= ROOM;
    }

    @Test
    void releasedBeforeItsTimeItReadsAtOnceAndOnlyOnce() {
        send("!");
        send("a");
        brake.release();
        assertThat(read).hasToString("!a");
        send("b!");
        send("c");
        pass(999);
        assertThat(read).as("the first hold's end ends no other").hasToString("!ab!");
        brake.release();
        brake.release();
        assertThat(read).hasToString("!ab!c");
    }

    @Test
    void whoHangsUpMeanwhileIsForgotten() {
        send("!");
        send("a");
        channel.close();
        brake.hold(1_000);
        pass(2_000);
        assertThat(read).hasToString("!");
        assertThat(kept).isZero();
    }

    @Test
    void isOnlyOfOneCallerUntilAnotherComes() {
        assertThat(brake.isOnlyOf("ada")).isTrue();
        assertThat(brake.isOnlyOf("ada")).isTrue();
        assertThat(brake.isOnlyOf("bob")).isFalse();
        assertThat(brake.isOnlyOf("ada")).isFalse();
    }
}
