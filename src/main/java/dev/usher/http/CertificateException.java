package dev.usher.http;

/** Reports a certificate or key that cannot be used. The message states the reason, and contains neither. */
public final class CertificateException extends Exception {
    private static final long serialVersionUID = 1L;

    CertificateException(String message) {
        super(message);
    }

    CertificateException(String message, Throwable cause) {
        super(message, cause);
    }
}
