// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** The type of weights and activations, and where they live. */
public record Placement(Precision precision, ComputeDevice device) {
    /** Whether packed matrices are faster here: on CPUs with oneDNN and instructions for the type. */
    boolean packs() {
        if (device != ComputeDevice.CPU || !torch.hasMKLDNN()) return false;
        return precision == Precision.F32 || precision == Precision.BF16 && Torch.NATIVE_BF16;
    }

    /** Options for creating tensors. */
    TensorOptions options() {
        return new TensorOptions(precision.type()).device(new DeviceOptional(new Device(device.torchName())));
    }

    /** Moves a tensor there and converts it. */
    Tensor place(Tensor tensor) {
        return tensor.to(new Device(device.torchName()), precision.type());
    }

    /** Moves a tensor there, without conversion. */
    Tensor move(Tensor tensor) {
        return device == ComputeDevice.CPU ? tensor : tensor.to(new Device(device.torchName()), tensor.scalar_type());
    }
}
