package org.recarena.server.grpc;

/**
 * Who may do what.
 *
 * @param clientToken needed for every call; empty: none is needed
 * @param oracleToken opens the oracle; empty: no token does
 * @param adminToken opens everything; empty: callers on this machine are administrators
 * @param oracleOnLoopback whether callers on this machine may use the oracle without a token
 */
public record AccessRules(String clientToken, String oracleToken, String adminToken, boolean oracleOnLoopback) {}
