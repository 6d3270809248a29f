package net.clusterlink.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class TemporaryFolderTest {
  @Test
  void isRemovedWithAllThatIsInIt() throws IOException {
    TemporaryFolder folder = TemporaryFolder.create();
    Files.writeString(Files.createDirectory(folder.path().resolve("west")).resolve("key.pem"), "");

    folder.close();

    assertThat(folder.path()).doesNotExist();
  }

  @Test
  void mayBeGoneAlready() throws IOException {
    TemporaryFolder folder = TemporaryFolder.create();
    Files.delete(folder.path());

    folder.close();

    assertThat(folder.path()).doesNotExist();
  }

  @Test
  void isItsOwnersAlone() throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
          .isEqualTo("rwx------");
    }
  }
}
