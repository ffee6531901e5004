package dev.vipc.agent.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A TLS handshake must end well; the certificate is not judged. */
record TlsProbe(Connection connection) implements Probe {
  private static final SSLContext CONTEXT = context();

  @Override
  public Outcome ask(Duration timeout) {
    return connection.talk(
        timeout,
        socket -> Outcome.passed(shaken(socket, connection.server()).getSession().getProtocol()));
  }

  /** The same connection after its handshake. */
  static SSLSocket shaken(Socket socket, InetSocketAddress server) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            CONTEXT
                .getSocketFactory()
                .createSocket(socket, server.getHostString(), server.getPort(), false);
    tls.startHandshake();
    return tls;
  }

  private static SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Everybody()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  /**
   * Trusts whoever answers: a check asks whether the server serves, and its clients judge who it
   * is. An extended one, since the other kind is wrapped by checks of the name and the algorithms.
   */
  private static final class Everybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
