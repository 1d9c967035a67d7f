package dev.usher.http.tls;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.X509KeyManager;

/**
 * Certificate and key as read from their files, not checked yet. Immutable.
 *
 * @param chain PEM, the server's own certificate first
 * @param key PEM
 */
record PemCertificate(Buffer chain, Buffer key) {
    private static final byte[] ANYTHING = {1};

    /** Reads both files. Blocks. */
    static PemCertificate read(Path chain, Path key) throws InvalidCertificateException {
        return new PemCertificate(octets("certificate", chain), octets("key", key));
    }

    PemKeyCertOptions options() {
        return new PemKeyCertOptions().addCertValue(chain).addKeyValue(key);
    }

    /**
     * Checks the certificate and the key, and that they belong together. Blocks.
     *
     * @return end of the certificate's validity
     */
    Instant check(Vertx vertx) throws InvalidCertificateException {
        var certificate = first();
        if (!fits(privateKey(vertx, certificate.getPublicKey()), certificate.getPublicKey())) {
            throw new InvalidCertificateException("the key does not match the certificate");
        }
        return certificate.getNotAfter().toInstant();
    }

    private static Buffer octets(String name, Path file) throws InvalidCertificateException {
        try {
            return Buffer.buffer(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new InvalidCertificateException("the " + name + " file cannot be read", e);
        }
    }

    private X509Certificate first() throws InvalidCertificateException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(chain.getBytes()))
                    .iterator()
                    .next();
        } catch (GeneralSecurityException | RuntimeException e) {
            // The message of the JDK may quote a key that is in the file by mistake.
            throw new InvalidCertificateException("the certificate is not a PEM certificate");
        }
    }

    private PrivateKey privateKey(Vertx vertx, PublicKey of) throws InvalidCertificateException {
        try {
            var keys = (X509KeyManager) options().getKeyManagerFactory(vertx).getKeyManagers()[0];
            var names = keys.getServerAliases(of.getAlgorithm(), null);
            return names == null ? null : keys.getPrivateKey(names[0]);
        } catch (Exception e) {
            throw new InvalidCertificateException("the key is not an unencrypted PEM key", e);
        }
    }

    private static boolean fits(PrivateKey secret, PublicKey known) throws InvalidCertificateException {
        try {
            if (secret == null) {
                return false;
            }
            var signature = Signature.getInstance(
                    switch (known.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> known.getAlgorithm();
                    });
            signature.initSign(secret);
            signature.update(ANYTHING);
            var signed = signature.sign();
            signature.initVerify(known);
            signature.update(ANYTHING);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
