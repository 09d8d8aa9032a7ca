package org.recarena.client;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The options of a connection. */
public final class ClientBuilder {

    private static final int DEFAULT_MAX_MESSAGE_BYTES = 256 << 20;

    private final String address;
    private ChannelCredentials credentials = InsecureChannelCredentials.create();
    private @Nullable String token;
    private RetryPolicy retries = RetryPolicy.standard();
    private int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;

    ClientBuilder(String address) {
        this.address = address;
    }

    /**
     * Sends a token with every call, for a server that asks for one.
     *
     * @param secret the token
     * @return this
     */
    public ClientBuilder token(String secret) {
        token = secret;
        return this;
    }

    /**
     * Encrypts the connection, and trusts the authorities that the platform trusts.
     *
     * @return this
     */
    public ClientBuilder tls() {
        credentials = TlsChannelCredentials.create();
        return this;
    }

    /**
     * Encrypts the connection, and trusts the certificates of a file.
     *
     * @param certificates a PEM file
     * @return this
     */
    public ClientBuilder tls(Path certificates) {
        try {
            credentials = TlsChannelCredentials.newBuilder()
                    .trustManager(certificates.toFile())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + certificates, e);
        }
        return this;
    }

    /**
     * Sets how calls without an answer are repeated.
     *
     * @param policy {@link RetryPolicy#standard()} unless told otherwise
     * @return this
     */
    public ClientBuilder retries(RetryPolicy policy) {
        retries = policy;
        return this;
    }

    /**
     * Sets the largest message that is accepted from the server.
     *
     * @param bytes 256 MiB unless told otherwise
     * @return this
     */
    public ClientBuilder maxMessageBytes(int bytes) {
        maxMessageBytes = bytes;
        return this;
    }

    /**
     * Makes the client. The connection itself is made by the first call.
     *
     * @return a client, to be closed
     */
    public RecArenaClient connect() {
        return new RecArenaClient(Channels.open(address, credentials, token, maxMessageBytes), retries);
    }
}
