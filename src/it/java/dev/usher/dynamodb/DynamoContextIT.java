package dev.usher.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DynamoContextIT extends AgainstDynamoDb {

    @Test
    void everyAnswerArrivesOnTheContextThatAsked() throws Exception {
        var users = new DynamoDbUserStore(dynamo, tables);
        var arrivals = new ArrayList<Promise<Boolean>>();
        for (int n = 0; n < 8; n++) {
            var context = vertx.getOrCreateContext();
            var arrived = Promise.<Boolean>promise();
            arrivals.add(arrived);
            context.runOnContext(go -> onThe(context, users, arrived));
        }

        for (var arrived : arrivals) {
            assertThat(get(arrived.future())).isTrue();
        }
    }

    private static void onThe(Context context, DynamoDbUserStore users, Promise<Boolean> arrived) {
        users.find(Set.of("unknown", "nowhere"))
                .compose(found -> dynamo.backoff(5).pause())
                .compose(pause -> users.find(Set.of("unknown")))
                .map(found -> Vertx.currentContext() == context && context.isEventLoopContext())
                .onComplete(arrived);
    }
}
