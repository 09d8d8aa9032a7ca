package org.recarena.client;

import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Opens connections: to a host and port, or to a Unix domain socket. */
final class Channels {

    private static final String UNIX = "unix:";
    /** A fixed window keeps gRPC from measuring the bandwidth with pings of its own. */
    private static final int WINDOW = 8 << 20;

    private Channels() {}

    /** A channel, and what has to be closed after it. */
    record Connection(ManagedChannel channel, Runnable afterwards) {}

    static Connection open(
            String address, ChannelCredentials credentials, @Nullable String token, int maxMessageBytes) {
        Connection opened = address.startsWith(UNIX)
                ? domainSocket(address.substring(UNIX.length()), credentials, token, maxMessageBytes)
                : new Connection(
                        build(NettyChannelBuilder.forTarget(address, credentials), token, maxMessageBytes), () -> {});
        return opened;
    }

    private static Connection domainSocket(
            String target, ChannelCredentials credentials, @Nullable String token, int maxMessageBytes) {
        if (!Epoll.isAvailable()) {
            throw new IllegalArgumentException("Unix domain sockets need Linux and Netty's native epoll transport");
        }
        String path = target.startsWith("///") ? target.substring(2) : target;
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("recarena-client", true), EpollIoHandler.newFactory());
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(new DomainSocketAddress(path), credentials)
                .channelType(EpollDomainSocketChannel.class)
                .eventLoopGroup(loop)
                .overrideAuthority("localhost");
        return new Connection(build(builder, token, maxMessageBytes), () -> {
            Future<?> ending = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            ending.awaitUninterruptibly(1, TimeUnit.SECONDS);
        });
    }

    /** Answers are handled on the transport's own thread: a hand-over would cost more than a step. */
    private static ManagedChannel build(NettyChannelBuilder builder, @Nullable String token, int maxMessageBytes) {
        builder.directExecutor()
                .flowControlWindow(WINDOW)
                .maxInboundMessageSize(maxMessageBytes)
                .keepAliveTime(5, TimeUnit.MINUTES)
                .keepAliveTimeout(20, TimeUnit.SECONDS);
        if (token != null) {
            Metadata headers = new Metadata();
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
            builder.intercept(MetadataUtils.newAttachHeadersInterceptor(headers));
        }
        return builder.build();
    }
}
