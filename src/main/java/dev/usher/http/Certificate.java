package dev.usher.http;

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
 * A certificate with its key, as their files are: not looked at yet. Immutable.
 *
 * @param chain PEM, the server's own certificate first
 * @param key PEM
 */
record Certificate(Buffer chain, Buffer key) {
    private static final byte[] ANYTHING = {1};

    /** Blocks. */
    static Certificate read(Path chain, Path key) throws CertificateException {
        return new Certificate(octets("certificate", chain), octets("key", key));
    }

    PemKeyCertOptions options() {
        return new PemKeyCertOptions().addCertValue(chain).addKeyValue(key);
    }

    /**
     * Looks at both, and whether one fits the other. Blocks.
     *
     * @return until when it is valid
     */
    Instant check(Vertx vertx) throws CertificateException {
        var certificate = first();
        if (!fits(privateKey(vertx, certificate.getPublicKey()), certificate.getPublicKey())) {
            throw new CertificateException("the key is not that of the certificate");
        }
        return certificate.getNotAfter().toInstant();
    }

    private static Buffer octets(String name, Path file) throws CertificateException {
        try {
            return Buffer.buffer(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new CertificateException("the file of the " + name + " cannot be read", e);
        }
    }

    private X509Certificate first() throws CertificateException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(chain.getBytes()))
                    .iterator()
                    .next();
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new CertificateException("the certificate is not one in PEM", e);
        }
    }

    private PrivateKey privateKey(Vertx vertx, PublicKey of) throws CertificateException {
        try {
            var keys = (X509KeyManager) options().getKeyManagerFactory(vertx).getKeyManagers()[0];
            var names = keys.getServerAliases(of.getAlgorithm(), null);
            return names == null ? null : keys.getPrivateKey(names[0]);
        } catch (Exception e) {
            throw new CertificateException("the key is not one in PEM that is not encrypted", e);
        }
    }

    private static boolean fits(PrivateKey secret, PublicKey known) throws CertificateException {
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
