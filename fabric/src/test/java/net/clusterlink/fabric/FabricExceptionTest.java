package net.clusterlink.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class FabricExceptionTest {
  @Test
  void putsTheSystemsReasonInWords() {
    assertThat(failed(new AccessDeniedException("/f")))
        .hasMessage("could not read /f (permission denied); mend it");
    assertThat(failed(new FileSystemException("/f", null, "No space left on device")))
        .hasMessage("could not read /f (No space left on device); mend it");
    assertThat(failed(new EOFException("text of unknown origin")))
        .hasMessage("could not read /f (EOFException); mend it");
  }

  @Test
  void givesTheRemedyByItself() {
    FabricException failure = failed(new IOException());

    assertThat(failure.remedy()).isEqualTo("mend it");
    assertThat(failure.kind()).isEqualTo(FabricException.Kind.FAILED);
  }

  private static FabricException failed(IOException cause) {
    return FabricException.failed("could not read /f", "mend it", cause);
  }
}
