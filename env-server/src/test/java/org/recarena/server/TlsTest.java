package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a certificate, clients speak TLS or not at all. */
class TlsTest {

    private static final String PASSWORD = "only for this test";

    @Test
    void withACertificateOnlyTlsIsSpoken(@TempDir Path directory) throws Exception {
        Path certificate = directory.resolve("certificate.pem");
        Path key = directory.resolve("key.pem");
        writeSelfSigned(directory.resolve("store"), certificate, key);
        try (TestServer server = TestServer.start(
                directory.resolve("data"), "tls-certificate", certificate.toString(), "tls-key", key.toString())) {
            ManagedChannel encrypted = NettyChannelBuilder.forTarget(server.address())
                    .sslContext(GrpcSslContexts.forClient()
                            .trustManager(certificate.toFile())
                            .build())
                    .build();
            try {
                Player player = new Player(encrypted);
                String id = player.create(Player.recoGym(2, 1));
                assertThat(player.reset(id, 1).getStep()).isEqualTo(1);
                StatusRuntimeException plain = catchThrowableOfType(
                        StatusRuntimeException.class, () -> server.player().reset(id, 2));
                assertThat(plain.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            } finally {
                encrypted.shutdownNow();
            }
        }
    }

    private static void writeSelfSigned(Path store, Path certificate, Path key) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        write(certificate, "CERTIFICATE", keys.getCertificate("server").getEncoded());
        write(key, "PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded());
    }

    private static void write(Path file, String kind, byte[] content) throws Exception {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n");
    }
}
