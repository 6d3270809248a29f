package net.clusterlink.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFolderTest {
  private static final PemObject BLOCK = new PemObject("PRIVATE KEY", new byte[] {1});

  @TempDir private Path parent;

  @Test
  void appearsOnlyOnceComplete() {
    Path place = parent.resolve("new");
    try (NewFolder folder = NewFolder.in(parent, "new")) {
      folder.writeKey("key.pem", BLOCK);
      assertThat(place).doesNotExist();

      folder.moveIntoPlace();
    }

    assertThat(place.resolve("key.pem")).isRegularFile();
  }

  @Test
  void leavesNothingBehindWhenItIsNotCompleted() {
    try (NewFolder folder = NewFolder.in(parent, "new")) {
      folder.writeKey("key.pem", BLOCK);
      folder.writeCertificates("cert.pem", List.of(BLOCK));
    }

    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void overwritesNothingThatAppearedMeanwhile() throws Exception {
    Path place = parent.resolve("new");
    try (NewFolder folder = NewFolder.in(parent, "new")) {
      folder.writeKey("key.pem", BLOCK);
      Files.createDirectory(place);

      assertThatExceptionOfType(FabricException.class)
          .isThrownBy(folder::moveIntoPlace)
          .withMessage(
              place
                  + " was made by somebody else at the same time; use that one, or choose another"
                  + " name")
          .returns(FabricException.Kind.EXISTS, FabricException::kind);
    }

    assertThat(place).isEmptyDirectory();
    assertThat(parent).isDirectoryNotContaining("glob:**/.new-*");
  }

  @Test
  void saysWhatItCouldNotWriteAndLeavesNothing() throws Exception {
    try (NewFolder folder = NewFolder.in(parent, "new")) {
      folder.writeKey("key.pem", BLOCK);

      assertThatExceptionOfType(FabricException.class)
          .isThrownBy(() -> folder.writeKey("key.pem", BLOCK))
          .withMessage(
              "could not write "
                  + parent.resolve("new/key.pem")
                  + " (FileAlreadyExistsException); check that its folder is writable and the disk"
                  + " has space, and that nothing else makes it")
          .returns(FabricException.Kind.FAILED, FabricException::kind);
    }

    assertThat(parent).isEmptyDirectory();
  }
}
