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
            .layer("jinja")
            .definedBy("dev.lox.jinja")
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
            .layer("graphics")
            .definedBy("dev.lox.graphics")
            .layer("synthetic")
            .definedBy("dev.lox.synthetic")
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
            .whereLayer("graphics")
            .mayOnlyBeAccessedByLayers("analyze", "eval", "study")
            .whereLayer("synthetic")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("harden")
            .mayOnlyBeAccessedByLayers("analyze", "synthetic", "study", "cli")
            .whereLayer("linalg")
            .mayOnlyBeAccessedByLayers("harden", "analyze", "synthetic", "study", "cli")
            .whereLayer("eval")
            .mayOnlyBeAccessedByLayers("study", "cli")
            .whereLayer("serve")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("lm")
            .mayOnlyBeAccessedByLayers("eval", "serve", "study", "cli")
            .whereLayer("jinja")
            .mayOnlyBeAccessedByLayers("lm", "serve")
            .whereLayer("hub")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("checkpoint")
            .mayOnlyBeAccessedByLayers(
                    "hub", "linalg", "harden", "analyze", "synthetic", "lm", "eval", "serve", "study", "cli");

    @ArchTest
    static final ArchRule packages_haveNoCycles =
            slices().matching("dev.lox.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule languageModel_flowsOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("text")
            .definedBy("dev.lox.lm.text")
            .layer("data")
            .definedBy("dev.lox.lm.data")
            .layer("config")
            .definedBy("dev.lox.lm.config")
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
            .layer("train")
            .definedBy("dev.lox.lm.train")
            .whereLayer("reply")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("train")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("recipe")
            .mayOnlyBeAccessedByLayers("train")
            .whereLayer("settings")
            .mayOnlyBeAccessedByLayers("recipe")
            .whereLayer("generate")
            .mayOnlyBeAccessedByLayers("reply", "train")
            .whereLayer("model")
            .mayOnlyBeAccessedByLayers("generate", "reply", "train")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("model", "generate", "reply", "train")
            .whereLayer("data")
            .mayOnlyBeAccessedByLayers("reply", "train")
            .whereLayer("text")
            .mayOnlyBeAccessedByLayers("data", "reply", "train");

    @ArchTest
    static final ArchRule study_flowsOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("findings")
            .definedBy("dev.lox.study.findings")
            .layer("report")
            .definedBy("dev.lox.study.report")
            .layer("engine")
            .definedBy("dev.lox.study.engine")
            .layer("landscape")
            .definedBy("dev.lox.study.landscape")
            .layer("cells")
            .definedBy("dev.lox.study.cells")
            .layer("kinds")
            .definedBy("dev.lox.study.kinds")
            .layer("alpha")
            .definedBy("dev.lox.study.alpha")
            .layer("demo")
            .definedBy("dev.lox.study.demo")
            .layer("studies")
            .definedBy("dev.lox.study")
            .whereLayer("demo")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("alpha")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("studies")
            .mayOnlyBeAccessedByLayers("demo")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("studies")
            .whereLayer("kinds")
            .mayOnlyBeAccessedByLayers("studies", "demo")
            .whereLayer("cells")
            .mayOnlyBeAccessedByLayers("kinds", "alpha", "demo")
            .whereLayer("landscape")
            .mayOnlyBeAccessedByLayers("kinds")
            .whereLayer("engine")
            .mayOnlyBeAccessedByLayers("cells", "kinds", "alpha", "studies", "demo")
            .whereLayer("findings")
            .mayOnlyBeAccessedByLayers("report", "cells", "kinds", "alpha", "studies", "demo");

    @ArchTest
    static final ArchRule evaluation_flowsOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("facade")
            .definedBy("dev.lox.eval")
            .layer("endpoint")
            .definedBy("dev.lox.eval.endpoint")
            .layer("judges")
            .definedBy("dev.lox.eval.judges")
            .layer("results")
            .definedBy("dev.lox.eval.results")
            .layer("report")
            .definedBy("dev.lox.eval.report")
            .whereLayer("facade")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("facade")
            .whereLayer("results")
            .mayOnlyBeAccessedByLayers("facade", "report")
            .whereLayer("judges")
            .mayOnlyBeAccessedByLayers("facade", "results", "report")
            .whereLayer("endpoint")
            .mayOnlyBeAccessedByLayers("judges");

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
    static final ArchRule base_knowsNobody = noClasses()
            .that()
            .resideInAnyPackage("dev.lox.base", "dev.lox.graphics", "dev.lox.jinja")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.lox.checkpoint..", "dev.lox.linalg..", "dev.lox.harden..", "dev.lox.lm..", "picocli..");

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
