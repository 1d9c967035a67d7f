package dev.usher.issuer;

import dev.usher.dev.FreePort;
import dev.usher.process.JavaProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Issuer in a separate process, with one key. The tests sign its tokens. */
public final class IssuerProcess implements AutoCloseable {
    private final TokenSigner signer;
    private final JavaProcess process;

    private IssuerProcess(TokenSigner signer, JavaProcess process) {
        this.signer = signer;
        this.process = process;
    }

    /** Does not wait until it listens: a server waits for its issuer. */
    public static IssuerProcess start() {
        int port = FreePort.any();
        var key = IssuerStub.FirstPair.KEY;
        List<String> command = new ArrayList<>(JavaProcess.QUICK);
        command.addAll(List.of(
                "-cp",
                JavaProcess.ownClasses(),
                IssuerStub.class.getName(),
                Integer.toString(port),
                key.toPublicJWK().toJSONString()));
        var log = Path.of("target", "usher-logs", "issuer-" + port + ".log");
        return new IssuerProcess(
                new TokenSigner(URI.create("http://127.0.0.1:" + port), key),
                JavaProcess.start(command, Map.of(), log));
    }

    /** Settings with which a server accepts its tokens. */
    public Map<String, String> settings() {
        return IssuerStub.settings(signer.issuer());
    }

    public TokenSigner signer() {
        return signer;
    }

    @Override
    public void close() {
        process.close();
    }
}
