package dev.usher.http;

/** A certificate or its key cannot be used. The message says why, and shows neither. */
public final class CertificateException extends Exception {
    private static final long serialVersionUID = 1L;

    CertificateException(String message) {
        super(message);
    }

    CertificateException(String message, Throwable cause) {
        super(message, cause);
    }
}
