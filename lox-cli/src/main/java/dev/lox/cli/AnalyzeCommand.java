// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "analyze")
final class AnalyzeCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return 3;
    }
}
