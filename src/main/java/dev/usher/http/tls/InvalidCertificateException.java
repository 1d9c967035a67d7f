package dev.usher.http.tls;

/** Reports a certificate or key that cannot be used. The message states the reason, and contains neither. */
public final class InvalidCertificateException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidCertificateException(String message) {
        super(message);
    }

    InvalidCertificateException(String message, Throwable cause) {
        super(message, cause);
    }
}
