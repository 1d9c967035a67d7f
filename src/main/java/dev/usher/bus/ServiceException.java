package dev.usher.bus;

/** A service failed with what nobody foresaw, and logged it. */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServiceException(Class<?> request) {
        super(request.getSimpleName());
    }
}
