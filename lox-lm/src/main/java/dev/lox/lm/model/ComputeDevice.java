// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.checkpoint.BadInputException;
import org.bytedeco.pytorch.global.torch;

/** Where tensors live and are computed with. */
public enum ComputeDevice {
    CPU("cpu"),
    CUDA("cuda");

    private final String torchName;

    ComputeDevice(String torchName) {
        this.torchName = torchName;
    }

    /**
     * Makes sure the device can be used.
     *
     * @throws BadInputException if this machine or this build has none
     */
    public void require() {
        if (this == CUDA && !torch.cuda_is_available())
            throw new BadInputException(
                    "--device cuda: no CUDA device is usable; build with mvn -Pcuda on a machine with an"
                            + " NVIDIA driver, or use --device cpu");
    }

    String torchName() {
        return torchName;
    }
}
