package dev.usher.http.tls;

/** Reports a certificate or key that cannot be used. The message states the reason, and contains neither. */
public final class InvalidCertificateException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidCertificateException(String message) {
        super(message);
    }

    /** @param cause its message must not contain the certificate or the key */
    InvalidCertificateException(String message, Throwable cause) {
        super(message + ": " + cause, cause);
    }
}
