package dev.usher.service;

/** Thrown when a service fails with an unexpected error. The error is logged already. */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ServiceException(Class<?> request) {
        super(request.getSimpleName());
    }
}
