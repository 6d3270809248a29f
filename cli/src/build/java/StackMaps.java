import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Gives the classes of a jar that are older than Java 6 the stack maps of newer ones (JVMS 4.7.4).
 * The JVM verifies such a class by these alone; without them it infers the types each time the
 * class is loaded, and keeps no such class in its AOT cache.
 */
final class StackMaps {
  /** Class files of Java 8, the first that need them without exception (JVMS 4.10). */
  private static final int WITH_MAPS = ClassFile.JAVA_8_VERSION;

  private StackMaps() {}

  /** Writes the jar in the first argument anew, in its place. */
  public static void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    Path next = jar.resolveSibling(jar.getFileName() + ".next");
    try (var old = new ZipFile(jar.toFile());
        var loader =
            new URLClassLoader(
                new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        var out = new ZipOutputStream(Files.newOutputStream(next))) {
      ClassFile classes =
          ClassFile.of(
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(loader)
                      .orElse(ClassHierarchyResolver.defaultResolver())));
      for (ZipEntry entry : Collections.list(old.entries())) {
        write(entry, content(classes, entry, old.getInputStream(entry).readAllBytes()), out);
      }
    }
    Files.move(next, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] content(ClassFile classes, ZipEntry entry, byte[] content) {
    if (!entry.getName().endsWith(".class")) {
      return content;
    }
    ClassModel model = classes.parse(content);
    return model.majorVersion() < ClassFile.JAVA_6_VERSION
        ? classes.transformClass(model, withMaps())
        : content;
  }

  /** Makes the version new and each method's code anew, with what that needs. */
  private static ClassTransform withMaps() {
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(WITH_MAPS, 0);
          } else {
            builder.with(element);
          }
        };
    return version.andThen(
        ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element)));
  }

  private static void write(ZipEntry entry, byte[] content, ZipOutputStream out)
      throws IOException {
    var written = new ZipEntry(entry.getName());
    written.setTime(entry.getTime());
    out.putNextEntry(written);
    out.write(content);
  }
}
