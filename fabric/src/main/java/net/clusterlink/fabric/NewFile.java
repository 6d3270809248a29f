package net.clusterlink.fabric;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * A file that was not there before. It is created with its permissions, so that a key is never open
 * to others, not even for a moment.
 */
final class NewFile {
  /** For its owner alone: a key. */
  static final String KEY_MODE = "rw-------";

  /** For anyone to read: certificates and revocation lists. */
  static final String PUBLIC_MODE = "rw-r--r--";

  private NewFile() {}

  /** Creates it, empty; fails where there is one. */
  static FileChannel create(Path file, String mode) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
  }

  /** Writes blocks, down to the disk. */
  static void write(FileChannel file, List<PemObject> blocks) throws IOException {
    ByteBuffer content = ByteBuffer.wrap(encoded(blocks));
    while (content.hasRemaining()) {
      file.write(content);
    }
    file.force(true);
  }

  /** What happened to a file that could not be written. */
  static FabricException notWritten(Path file, IOException e) {
    return FabricException.failed(
        "could not write " + Shown.path(file),
        "check that its folder is writable and the disk has space, and that nothing else makes it",
        e);
  }

  private static byte[] encoded(List<PemObject> blocks) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      for (PemObject block : blocks) {
        writer.writeObject(block);
      }
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
