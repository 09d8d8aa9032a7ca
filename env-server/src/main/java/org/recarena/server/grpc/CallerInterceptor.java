package org.recarena.server.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.recarena.server.grpc.Caller.Permission;

/** Finds out who calls, from the bearer token and the peer's address, and refuses strangers. Thread-safe. */
final class CallerInterceptor implements ServerInterceptor {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String BEARER = "Bearer ";

    private final AccessRules rules;

    CallerInterceptor(AccessRules rules) {
        this.rules = rules;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        SocketAddress peer = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        String token = token(headers);
        boolean oracleToken = matches(token, rules.oracleToken());
        boolean adminToken = matches(token, rules.adminToken());
        boolean needsToken = !rules.clientToken().isEmpty() && !isOpenToAll(call);
        if (needsToken && !oracleToken && !adminToken && !matches(token, rules.clientToken())) {
            call.close(
                    Status.UNAUTHENTICATED.withDescription(
                            "this server takes calls with a token only: send it as authorization: Bearer TOKEN"),
                    new Metadata());
            return new ServerCall.Listener<>() {};
        }
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        if (oracleToken || adminToken || (rules.oracleOnLoopback() && isLocal(peer))) {
            permissions.add(Permission.ORACLE);
        }
        if (adminToken || (rules.adminToken().isEmpty() && isLocal(peer))) {
            permissions.add(Permission.ADMINISTRATION);
        }
        Context context = new Caller(name(peer), permissions).within(Context.current());
        return Contexts.interceptCall(context, call, headers, next);
    }

    private static boolean isOpenToAll(ServerCall<?, ?> call) {
        String service = String.valueOf(call.getMethodDescriptor().getServiceName());
        return service.startsWith("grpc.health.");
    }

    private static String token(Metadata headers) {
        String value = headers.get(AUTHORIZATION);
        return value != null && value.startsWith(BEARER) ? value.substring(BEARER.length()) : "";
    }

    /** In a time that does not depend on where they differ. */
    private static boolean matches(String given, String expected) {
        return !expected.isEmpty()
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    /** Peers without an internet address come through a Unix domain socket. */
    private static boolean isLocal(@Nullable SocketAddress peer) {
        return !(peer instanceof InetSocketAddress internet)
                || (internet.getAddress() != null && internet.getAddress().isLoopbackAddress());
    }

    private static String name(@Nullable SocketAddress peer) {
        return peer instanceof InetSocketAddress internet && internet.getAddress() != null
                ? internet.getAddress().getHostAddress()
                : "local";
    }
}
