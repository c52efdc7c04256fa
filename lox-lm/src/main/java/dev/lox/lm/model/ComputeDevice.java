// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import org.bytedeco.pytorch.global.torch;

/** The device of tensors and computation. */
public enum ComputeDevice {
    CPU("cpu"),
    CUDA("cuda");

    private final String torchName;

    ComputeDevice(String torchName) {
        this.torchName = torchName;
    }

    /**
     * Checks that the device is usable.
     *
     * @throws InvalidInputException if this machine or this build has no such device
     */
    public void require() {
        if (this == CUDA && !torch.cuda_is_available())
            throw new InvalidInputException(
                    "%s: no CUDA device is usable; build with mvn -Pcuda on a machine with an NVIDIA driver, or use %s",
                    Setting.of("device", "cuda"), Setting.of("device", "cpu"));
    }

    String torchName() {
        return torchName;
    }
}
