package net.clusterlink.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the module table of docs/architecture.md: a module uses those above it, never below. */
@Timeout(120)
class ModuleTableTest {
  private static final List<String> TABLE =
      List.of("api", "policy", "fabric", "snapshot", "dataplane", "controlplane", "admin", "cli");

  private static JavaClasses product;

  @BeforeAll
  static void readClassFiles() {
    product =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("net.clusterlink");
  }

  static Stream<String> modules() {
    return TABLE.stream();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyModuleOfTheTableIsThere(String module) {
    assertThat(product).anyMatch(type -> type.getPackageName().startsWith(prefixOf(module)));
  }

  @Test
  void everyClassBelongsToAModuleOfTheTable() {
    classes()
        .should()
        .resideInAnyPackage(TABLE.stream().map(ModuleTableTest::packageOf).toArray(String[]::new))
        .check(product);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void usesNoModuleBelowItself(String module) {
    String[] below =
        TABLE.stream()
            .skip(TABLE.indexOf(module) + 1L)
            .map(ModuleTableTest::packageOf)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(packageOf(module))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(below)
        .check(product);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("net.clusterlink.(**)").should().beFreeOfCycles().check(product);
  }

  @Test
  void onlyTheDataPlaneKnowsNetty() {
    noClasses()
        .that()
        .resideOutsideOfPackage(packageOf("dataplane"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(product);
  }

  @Test
  void apiAndPolicyAreFreeOfFilesAndNetworks() {
    noClasses()
        .that()
        .resideInAnyPackage(packageOf("api"), packageOf("policy"))
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.net\\.(.*Socket|Socket.*Exception|URL.*|.*Connection|http\\..*)"
                + "|java\\.nio\\.(file|channels)\\..*|java\\.io\\.(File.*|RandomAccessFile)"
                + "|javax\\.net\\..*|java\\.lang\\.Process.*")
        .check(product);
  }

  @Test
  void policyDoesNoInputOrOutput() {
    noClasses()
        .that()
        .resideInAPackage(packageOf("policy"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.io..", "java.net..", "java.nio..")
        .check(product);
  }

  @Test
  void fabricDecidesNoAccess() {
    noClasses()
        .that()
        .resideInAPackage(packageOf("fabric"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packageOf("policy"))
        .check(product);
  }

  @Test
  void onlyTheCommandLineHasMainMethods() {
    methods()
        .that()
        .haveName("main")
        .and()
        .areStatic()
        .should()
        .beDeclaredInClassesThat()
        .resideInAPackage(packageOf("cli"))
        .check(product);
  }

  @Test
  void onlyTheCommandLineEndsTheProcess() {
    noClasses()
        .that()
        .resideOutsideOfPackage(packageOf("cli"))
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(product);
  }

  @Test
  void thereIsNoCornerForThingsWithoutAHome() {
    noClasses()
        .that()
        .areNotAssignableTo(TrustManager.class) // "manager" is what the JDK calls these
        .should()
        .resideInAnyPackage("..util..", "..utils..", "..common..", "..core..", "..helper..")
        .orShould()
        .haveNameMatching(".*(Utils?|Helpers?|Common|Manager)")
        .check(product);
  }

  private static String packageOf(String module) {
    return prefixOf(module) + "..";
  }

  private static String prefixOf(String module) {
    return "net.clusterlink." + module;
  }
}
