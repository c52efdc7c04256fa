// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.lox", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule packages_flowOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("checkpoint")
            .definedBy("dev.lox.checkpoint")
            .layer("hub")
            .definedBy("dev.lox.hub")
            .layer("linalg")
            .definedBy("dev.lox.linalg")
            .layer("harden")
            .definedBy("dev.lox.harden")
            .layer("analyze")
            .definedBy("dev.lox.analyze")
            .layer("repair")
            .definedBy("dev.lox.repair")
            .layer("draw")
            .definedBy("dev.lox.draw")
            .layer("planted")
            .definedBy("dev.lox.planted")
            .layer("lm")
            .definedBy("dev.lox.lm..")
            .layer("eval")
            .definedBy("dev.lox.eval..")
            .layer("serve")
            .definedBy("dev.lox.serve")
            .layer("study")
            .definedBy("dev.lox.study..")
            .layer("cli")
            .definedBy("dev.lox.cli")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("study")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("analyze")
            .mayOnlyBeAccessedByLayers("study", "cli")
            .whereLayer("repair")
            .mayOnlyBeAccessedByLayers("study", "cli")
            .whereLayer("draw")
            .mayOnlyBeAccessedByLayers("analyze", "study")
            .whereLayer("planted")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("harden")
            .mayOnlyBeAccessedByLayers("analyze", "repair", "planted", "study", "cli")
            .whereLayer("linalg")
            .mayOnlyBeAccessedByLayers("harden", "analyze", "repair", "planted", "study", "cli")
            .whereLayer("eval")
            .mayOnlyBeAccessedByLayers("study", "cli")
            .whereLayer("serve")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("lm")
            .mayOnlyBeAccessedByLayers("eval", "serve", "study", "cli")
            .whereLayer("hub")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("checkpoint")
            .mayOnlyBeAccessedByLayers(
                    "hub", "linalg", "harden", "analyze", "repair", "planted", "lm", "eval", "serve", "study", "cli");

    @ArchTest
    static final ArchRule packages_haveNoCycles =
            slices().matching("dev.lox.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule languageModel_flowsOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("jinja")
            .definedBy("dev.lox.lm.jinja")
            .layer("text")
            .definedBy("dev.lox.lm.text")
            .layer("data")
            .definedBy("dev.lox.lm.data")
            .layer("model")
            .definedBy("dev.lox.lm.model")
            .layer("generate")
            .definedBy("dev.lox.lm.generate")
            .layer("reply")
            .definedBy("dev.lox.lm.reply")
            .layer("settings")
            .definedBy("dev.lox.lm.settings")
            .layer("recipe")
            .definedBy("dev.lox.lm.recipe")
            .layer("encode")
            .definedBy("dev.lox.lm.encode")
            .layer("train")
            .definedBy("dev.lox.lm.train")
            .whereLayer("reply")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("train")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("encode")
            .mayOnlyBeAccessedByLayers("train")
            .whereLayer("recipe")
            .mayOnlyBeAccessedByLayers("train")
            .whereLayer("settings")
            .mayOnlyBeAccessedByLayers("recipe")
            .whereLayer("generate")
            .mayOnlyBeAccessedByLayers("reply", "encode")
            .whereLayer("model")
            .mayOnlyBeAccessedByLayers("generate", "reply", "train")
            .whereLayer("data")
            .mayOnlyBeAccessedByLayers("reply", "encode", "train")
            .whereLayer("text")
            .mayOnlyBeAccessedByLayers("data", "reply", "encode", "train")
            .whereLayer("jinja")
            .mayOnlyBeAccessedByLayers("text");

    @ArchTest
    static final ArchRule study_flowsOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("tiny")
            .definedBy("dev.lox.study.tiny")
            .layer("result")
            .definedBy("dev.lox.study.result")
            .layer("report")
            .definedBy("dev.lox.study.report")
            .layer("cell")
            .definedBy("dev.lox.study.cell")
            .layer("landscape")
            .definedBy("dev.lox.study.landscape")
            .layer("spec")
            .definedBy("dev.lox.study.spec")
            .layer("work")
            .definedBy("dev.lox.study.work")
            .layer("run")
            .definedBy("dev.lox.study.run")
            .layer("alpha")
            .definedBy("dev.lox.study.alpha")
            .whereLayer("tiny")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("report")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("run")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("alpha")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("work")
            .mayOnlyBeAccessedByLayers("run", "alpha")
            .whereLayer("spec")
            .mayOnlyBeAccessedByLayers("run")
            .whereLayer("landscape")
            .mayOnlyBeAccessedByLayers("run")
            .whereLayer("cell")
            .mayOnlyBeAccessedByLayers("work", "run", "alpha")
            .whereLayer("result")
            .mayOnlyBeAccessedByLayers("report", "spec", "work", "run", "alpha");

    @ArchTest
    static final ArchRule evaluation_flowsOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("measure")
            .definedBy("dev.lox.eval.measure")
            .layer("judge")
            .definedBy("dev.lox.eval.judge")
            .layer("question")
            .definedBy("dev.lox.eval.question")
            .layer("endpoint")
            .definedBy("dev.lox.eval.endpoint")
            .layer("ask")
            .definedBy("dev.lox.eval.ask")
            .layer("sample")
            .definedBy("dev.lox.eval.sample")
            .layer("result")
            .definedBy("dev.lox.eval.result")
            .layer("report")
            .definedBy("dev.lox.eval.report")
            .whereLayer("report")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("ask")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("result")
            .mayOnlyBeAccessedByLayers("report")
            .whereLayer("sample")
            .mayOnlyBeAccessedByLayers("result", "report")
            .whereLayer("endpoint")
            .mayOnlyBeAccessedByLayers("ask")
            .whereLayer("question")
            .mayOnlyBeAccessedByLayers("endpoint", "ask")
            .whereLayer("judge")
            .mayOnlyBeAccessedByLayers("question", "endpoint", "ask", "result", "report")
            .whereLayer("measure")
            .mayOnlyBeAccessedByLayers("judge", "sample", "result", "report");

    /** What is evaluated is text: a judge that has tensors would know more than a user gets to see. */
    @ArchTest
    static final ArchRule evaluation_seesNoTensors = noClasses()
            .that()
            .resideInAPackage("dev.lox.eval..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.lox.lm.model..", "dev.lox.lm.train..");

    @ArchTest
    static final ArchRule natives_stayInTheirTwoPackages = noClasses()
            .that()
            .resideOutsideOfPackages("dev.lox.linalg", "dev.lox.lm.model")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bytedeco..");

    @ArchTest
    static final ArchRule files_areNotLinalgsBusiness = noClasses()
            .that()
            .resideInAPackage("dev.lox.linalg")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.nio.channels..");

    @ArchTest
    static final ArchRule checkpoint_knowsNobody = noClasses()
            .that()
            .resideInAPackage("dev.lox.checkpoint")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.lox.hub..", "dev.lox.linalg..", "dev.lox.harden..", "picocli..");

    @ArchTest
    static final ArchRule commandLine_isNoLibrary = classes()
            .that()
            .resideInAPackage("dev.lox.cli")
            .and()
            .doNotHaveSimpleName("Lox")
            .should()
            .notBePublic();

    @ArchTest
    static final ArchRule bags_areNotBuilt = noClasses()
            .should()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Support");
}
