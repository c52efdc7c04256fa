// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The schemes by which a checkpoint stores codes instead of weights, recognised by the tensors that lie side by side,
 * whatever its config says: configs lose the key, nest it, or keep it in another file.
 */
public enum Quantization {
    GPTQ("GPTQ", Remedy.ORIGINAL, ".qweight .g_idx"),
    AWQ("AWQ", Remedy.ORIGINAL, ".qweight .qzeros"),
    PACKED("a variant of GPTQ", Remedy.ORIGINAL, ".qweight"),
    BITSANDBYTES_4BIT("bitsandbytes 4-bit", Remedy.ORIGINAL, ".weight.absmax", ".absmax"),
    BITSANDBYTES_8BIT("bitsandbytes int8", Remedy.ORIGINAL, ".SCB"),
    COMPRESSED_TENSORS("compressed-tensors", Remedy.ORIGINAL, ".weight_packed"),
    MODELOPT("ModelOpt NVFP4", Remedy.ORIGINAL, ".weight_scale_2"),
    MXFP4("MXFP4", Remedy.MXFP4, "_blocks _scales", ".blocks .scales"),
    MLX("MLX", Remedy.ORIGINAL, ".weight .scales"),
    HQQ("HQQ", Remedy.ORIGINAL, ".W_q"),
    QUANTO("quanto", Remedy.ORIGINAL, ".weight._data"),
    TORCHAO("torchao", Remedy.ORIGINAL, ".weight_qdata", "._weight_qdata", ".weight.qdata"),
    EXL2("EXL2", Remedy.ORIGINAL, ".q_weight", ".trellis"),
    AQLM("AQLM", Remedy.ORIGINAL, ".codes .codebooks"),
    QUIP("QuIP#", Remedy.ORIGINAL, ".Qidxs"),
    /** Codes times scales, each by tensor, channel or block. */
    SCALED(
            "FP8 or INT8 with scales",
            Remedy.FP8,
            ".weight .weight_scale_inv",
            ".weight .weight_scale",
            ".weight .weight_scales",
            ".weight .scale_weight",
            ".weight .weight.scale",
            ".weight .weight._scale",
            // Parameters that are no module's weight, such as all experts' in one.
            " _scale_inv",
            " _scale"),
    /** Nothing tells how the codes are to be read. */
    UNKNOWN("of an unknown scheme", Remedy.ORIGINAL);

    /** What a user can do. */
    private enum Remedy {
        ORIGINAL("use the unquantised model, and quantise the result"),
        FP8("use the unquantised model, or load this one in transformers with"
                + " FineGrainedFP8Config(dequantize=True), dtype bfloat16, and save it"),
        MXFP4(
                "use the unquantised model, or load this one in transformers with Mxfp4Config(dequantize=True) and save it");

        private final String words;

        Remedy(String words) {
            this.words = words;
        }
    }

    private final String scheme;
    private final Remedy remedy;
    /** Endings of a name that all occur with the same beginning. */
    @SuppressWarnings("ImmutableEnumChecker") // Lists that cannot be changed.
    private final List<List<String>> signs;

    Quantization(String scheme, Remedy remedy, String... signs) {
        this.scheme = scheme;
        this.remedy = remedy;
        this.signs = Arrays.stream(signs).map(s -> List.of(s.split(" ", -1))).toList();
    }

    /**
     * A scheme that was recognised.
     *
     * @param tensor an example of what is stored
     */
    public record Found(Quantization scheme, StoredTensor tensor) {
        /** What is stored instead of weights, and what to do. */
        public String words() {
            return "holds quantised codes, not weights (" + scheme.scheme + ": " + tensor.name() + " is "
                    + tensor.dtype() + " " + tensor.shape() + "); " + scheme.remedy.words;
        }
    }

    /** The scheme of these tensors; empty if what they store are weights. */
    static Optional<Found> find(Collection<StoredTensor> tensors) {
        Map<String, StoredTensor> byName =
                tensors.stream().collect(Collectors.toMap(StoredTensor::name, Function.identity()));
        for (Quantization scheme : values())
            for (StoredTensor tensor : tensors)
                for (List<String> sign : scheme.signs)
                    if (scheme.stands(sign, tensor, byName)) return Optional.of(new Found(scheme, tensor));
        return tensors.stream().filter(Quantization::isPacked).findFirst().map(t -> new Found(UNKNOWN, t));
    }

    /** Whether the first ending of a sign is this tensor's, and all others' tensors lie beside it. */
    private boolean stands(List<String> sign, StoredTensor tensor, Map<String, StoredTensor> byName) {
        String name = tensor.name();
        String end = sign.get(0);
        if (!name.endsWith(end)) return false;
        String beginning = name.substring(0, name.length() - end.length());
        if (!sign.stream().allMatch(s -> byName.containsKey(beginning + s))) return false;
        // Beside ordinary numbers, these endings may be a layer's own parameters.
        boolean common = this == MLX || end.isEmpty();
        return !common || tensor.dtype().bits() <= 8 || !tensor.dtype().isReal();
    }

    /** A matrix of small integers where weights are expected. Masks, positions and other buffers are none. */
    private static boolean isPacked(StoredTensor tensor) {
        int rank = tensor.shape().rank();
        if (rank < 2 || rank > 3) return false;
        return switch (tensor.dtype()) {
            case I8, U8, I16, U16, I32, U32, F4, F6_E2M3, F6_E3M2, F8_E8M0, F8_E4M3FNUZ, F8_E5M2FNUZ ->
                !tensor.name().matches(".*(bias|ids|mask|masks|index|indices)");
            default -> false;
        };
    }
}
