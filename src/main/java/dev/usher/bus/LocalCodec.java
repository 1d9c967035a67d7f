package dev.usher.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Codec that passes immutable records by reference: the bus is local to the process. */
final class LocalCodec implements MessageCodec<Object, Object> {
    static final String NAME = "usher-record";

    @Override
    public void encodeToWire(Buffer buffer, Object record) {
        throw new UnsupportedOperationException("the bus is local");
    }

    @Override
    public Object decodeFromWire(int position, Buffer buffer) {
        throw new UnsupportedOperationException("the bus is local");
    }

    @Override
    public Object transform(Object record) {
        return record;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
