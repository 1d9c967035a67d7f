package dev.usher.bus;

/** Is told what goes over the bus. Called on the contexts that ask: must not block, and must not fail. */
public interface BusWatch {
    /** Looks away. */
    BusWatch NONE = new BusWatch() {
        @Override
        public void asked(Class<?> request) {}

        @Override
        public void answered(Class<?> request, boolean failed, long nanos) {}
    };

    void asked(Class<?> request);

    /** @param failed whether the answer is what nobody foresaw; a refusal is an answer like any other */
    void answered(Class<?> request, boolean failed, long nanos);
}
