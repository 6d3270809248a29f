package net.clusterlink.admin.check;

import java.util.List;

/** Looks at one thing. */
interface Check {
  /** What its findings are about. */
  Finding.Group group();

  /** What it looks at, in a word or two. */
  String subject();

  /** What it finds; may wait, and gives up when interrupted. */
  List<Finding> look() throws InterruptedException;
}
