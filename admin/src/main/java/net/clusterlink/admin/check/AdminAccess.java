package net.clusterlink.admin.check;

import java.io.IOException;

/** The way to a gateway's admin server. */
@FunctionalInterface
public interface AdminAccess {

  /**
   * What a gateway answered.
   *
   * @param status of HTTP
   */
  record Answer(int status, String body) {}

  /**
   * Asks for a path; may wait.
   *
   * @throws java.net.ConnectException when nobody takes connections there
   * @throws java.net.http.HttpTimeoutException when somebody does and does not answer
   * @throws IOException when there is no answer otherwise
   */
  Answer get(String path) throws IOException, InterruptedException;
}
