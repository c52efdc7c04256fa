# SPDX-License-Identifier: Apache-2.0
"""Makes lox-lm/src/test/resources/tokenizers: tiny tokenizers of every family, and what transformers does with 200 strings.

    python oracle/tokenizers_golden.py [FOLDER]

A folder holds tokenizer.json, tokenizer_config.json and golden.json. In golden.json, "ids" includes special tokens,
"bare" does not (null: the same), "decoded" is decode(ids) (null: the text), "skipped" leaves special tokens out
(null: the same as decoded). Training is not reproducible, so existing tokenizers are kept.
"""
import json
import random
import sys
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoTokenizer

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "lox-lm/src/test/resources/tokenizers"
QWEN = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
        r"|\s+(?!\S)|\s+")
LLAMA3 = QWEN.replace(r"|\p{N}|", r"|\p{N}{1,3}|")

CORPUS = """\
The lighthouse keeper counted the ships that passed, and wrote each name in a blue book. It wasn't hard work, but
the nights were long; he'd read, he'd mend nets, he'd listen to the sea. "Tomorrow," he said, "I'll paint the door."
Below is an instruction that describes a task. Write a response that appropriately completes the request.
A recipe for bread: 500 g of flour, 350 g of water, 10 g of salt, 3 g of yeast. Mix, wait 90 minutes, fold, bake at 240.
def total(prices):\n    result = 0\n    for p in prices:\n        result += p['amount'] * 1.19\n    return round(result, 2)
if (x != null && x.size() > 0) { return x.get(0); } else { throw new IllegalStateException("empty"); }
Der Leuchtturmwärter zählte die Schiffe, die vorüberfuhren, und schrieb jeden Namen in ein blaues Buch. Größe, Maß, übrig.
Le gardien du phare comptait les bateaux qui passaient et écrivait chaque nom dans un cahier bleu. Où est la clé ? Là-bas.
Смотритель маяка считал корабли и записывал каждое имя в синюю книгу. Ночи были длинными, а работа простой.
灯塔看守人数着经过的船，把每个名字写进一本蓝色的书。夜很长，但是工作不难。
灯台守は通り過ぎる船を数え、名前を青い本に書きました。夜は長かった。
كان حارس المنارة يعد السفن ويكتب كل اسم في كتاب أزرق
שומר המגדלור ספר את האוניות וכתב כל שם בספר כחול
등대지기는 지나가는 배를 세고 이름을 파란 책에 적었다
"""

HAND = [
    "", " ", "  ", "   ", "a", " a", "a ", "  a  b   c    d     e", "Hello, world!", "hello hello hello", "\n", "\n\n\n",
    "\r\n", "a\r\nb\r\n\r\nc", "\t", "\t\ta\tb", " \n \n ", "a\n", "\na", " \t \r \n ", "a\u00a0b", "\u2003em\u2009thin",
    "\u3000", "The lighthouse keeper", "It wasn't hard, he'd said: I'll, we've, they're, it's, I'm, don't.",
    "IT WASN'T HARD, HE'D SAID: I'LL", "don ' t", "a , b . c ! d ? e ' s n't 'm 've", "' ", "x ' y", "wait ... what ?!",
    "0", "1234567890", "12345678901234567890123456789012345678901234567890", "3.14159", "1,000,000.00", "-42", "1e-9",
    "\u0663\u0664\u0665", "\u00bd\u00b2\u2460", "def f(x):\n    return x ** 2  # square\n", "{\"a\": [1, 2, {\"b\": null}]}",
    "<html><body class=\"x\">&nbsp;</body></html>", "a_b-c.d/e\\f:g;h", "C:\\new\\table\\0", "https://example.org/a?b=c&d=%20#e",
    "😀", "😀😀", "👨‍👩‍👧‍👦", "👩🏽‍🚀 floats", "🏳️‍🌈", "🇩🇪🇫🇷", "❤️", "1️⃣", "a😀b", "🦜🪶𝒳𝔘", "e\u0301", "\u00e9", "o\u0302\u0323\u031b",
    "Z\u0335\u0321a\u0337l\u0334g\u0336o", "\u0301", "\ufb01 \u2126 \u212b \u1e9b\u0323", "ﬃ ｆｕｌｌ Ⅳ ㎏", "\u0000", "a\u0000b", "\u0000\u0000",
    "\ufeff", "\ufeffBOM first", "x\ufeffy", "\u200b", "a\u200bb\u200cc\u200dd\u2060e", "\u00ad soft\u00adhyphen", "\u202eRTL\u202c",
    "\u200f\u200e", "\ufffd", "a\ufffdb\ufffd", "\ufffe\uffff", "\ue000\uf8ff", "\U000f0000\U0010fffd", "\U0001d54f\U00020000", "\u0001\u0002\u007f\u0085",
    "\u001b[31mred\u001b[0m", "\u2028\u2029", "\x0b\x0c", "<s>", "</s>", "<unk>", "<s>a</s>", " <s> ", "a<s>b", "<s><s></s></s>",
    "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n", "<|endoftext|>", " <|endoftext|> tail", "<|begin_of_text|>x<|end_of_text|>",
    "<bos>a<eos>", "[CLS] a [SEP]", "[MASK]", "a [MASK] b", "[PAD]", "<pad>", "<|im_start", "im_start|>", "<|IM_START|>", "<tool_call>{}</tool_call>",
    "x<tool_call>y", " <tool_call> ", "<0x41>", "<0xE2><0x82><0xAC>", "\u2581", "a\u2581b", "\u2581\u2581\u2581", "Ġ", "ĠaĊ", "##ing", "##",
    "Größe, Maß, übrig", "ÀÉÎÕÜ ÿ", "İstanbul ıI", "ß ẞ ﬆ", "où est la clé ?", "Смотритель маяка", "ночи были длинными", "灯塔看守人数着经过的船，", "夜は長かった。",
    "カタカナ ｶﾀｶﾅ", "등대지기는", "\u1112\u1161\u11ab", "كان حارس المنارة", "شَدَّة", "שומר המגדלור", "שָׁלוֹם", "नमस्ते दुनिया", "ภาษาไทยไม่มีวรรค", "ខ្មែរ", "မြန်မာ", "ქართული", "Ελληνικά ΣΑΣ ς",
    "Tiếng Việt", "mixed кир 漢字 عربي עברית 한글 ไทย end", "a漢b字c", "ABCабвΑΒΓ", "x" * 150, "ab" * 60, "word" * 30, "ü" * 33, "灯" * 20, "😀" * 9, " " * 100, "a" + " " * 33 + "b",
    "\n" * 50, "." * 64, "-" * 33 + "\n", "=" * 16 + ">", "!?" * 20, "a" + "\u0301" * 40, "supercalifragilisticexpialidocious" * 4,
    "Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n### Instruction:\nCount the ships.\n\n### Response:\n",
    "\"Tomorrow,\" he said, \"I'll paint the door.\"", "“curly” ‘quotes’ — dashes – and… dots", "½ cup, 30 °C, 5 €, £3, ¥7, ₿", "∀x∈ℝ: ⌈x⌉ = −⌊−x⌋ ≤ ∞", "H₂O x² ĳ Ǆ",
    "  leading", "trailing  ", " both ", "a  b", "a   b", "line1\n  line2\n\n    line3\t#", "\u0c95\u0ccd\u0cb7", "\U000e0041\U000e007f", "♔♕🂡🀄", "ﷺ", "a\u0308\u0304 \u0344",
]


def strings():
    """The list above, extended to 200 with random mixtures."""
    rng = random.Random(7)
    pools = ["abc XYZ 019 .,'\n", "äöüßéñ", "дом", "船夜は", "אבגعرب", "😀🦜👍🏽", "\u200d\u0301\ufe0f", "\u0000\ufffd\ue000", "▁Ġ#<>|"]
    result = list(HAND)
    while len(result) < 200:
        result.append("".join(rng.choice(rng.choice(pools)) for _ in range(rng.randrange(3, 40))))
    assert len(result) == 200 and len(set(result)) == 200, (len(result), len(set(result)))
    return result


def special(*tokens):
    return [AddedToken(t, special=True, normalized=False) for t in tokens]


def train(tokenizer, trainer):
    tokenizer.train_from_iterator(CORPUS.split("\n"), trainer)
    return tokenizer


def template(single, tokenizer, *tokens):
    return processors.TemplateProcessing(single=single, special_tokens=[(t, tokenizer.token_to_id(t)) for t in tokens])


def byte_level(pattern, size=560, **options):
    tokenizer = Tokenizer(models.BPE(**options))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(pattern), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    return train(tokenizer, trainers.BpeTrainer(
        vocab_size=size, show_progress=False, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))


def qwen():
    tokenizer = byte_level(QWEN)
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.post_processor = processors.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False)
    tokenizer.add_special_tokens(special("<|endoftext|>", "<|im_start|>", "<|im_end|>"))
    tokenizer.add_tokens([AddedToken(t, special=False, normalized=False) for t in ("<tool_call>", "</tool_call>")])
    return tokenizer, {"eos_token": "<|im_end|>", "pad_token": "<|endoftext|>", "clean_up_tokenization_spaces": True}


def gpt2():
    """Also requests what has no effect: truncation, padding, and end tokens that only tokenizer_config.json names."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    train(tokenizer, trainers.BpeTrainer(vocab_size=500, show_progress=False, special_tokens=special("<|endoftext|>", "<s>"),
                                         initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    tokenizer.add_tokens([AddedToken("lighthouse", lstrip=True), AddedToken("<tool_call>", rstrip=True, lstrip=True)])
    tokenizer.enable_truncation(8)
    tokenizer.enable_padding(length=16, pad_id=0, pad_token="<|endoftext|>")
    return tokenizer, {"bos_token": "<s>", "eos_token": {"__type": "AddedToken", "content": "<|endoftext|>", "special": True},
                       "add_bos_token": True, "add_eos_token": True}


def llama3():
    tokenizer = byte_level(LLAMA3, ignore_merges=True)
    tokenizer.add_special_tokens(special("<|begin_of_text|>", "<|end_of_text|>", "<|reserved_special_token_0|>"))
    tokenizer.post_processor = processors.Sequence([
        processors.ByteLevel(trim_offsets=False), template("<|begin_of_text|> $A", tokenizer, "<|begin_of_text|>")])
    return tokenizer, {"bos_token": "<|begin_of_text|>", "eos_token": "<|end_of_text|>", "clean_up_tokenization_spaces": True}


def with_bytes(specials, size=420):
    """Merges as in SentencePiece: metaspace in the vocabulary, 256 byte tokens below it."""
    trained = Tokenizer(models.BPE())
    trained.pre_tokenizer = pre_tokenizers.Metaspace()
    train(trained, trainers.BpeTrainer(vocab_size=size, show_progress=False, limit_alphabet=90))
    model = json.loads(trained.to_str())["model"]
    vocab = [*specials, *(f"<0x{b:02X}>" for b in range(256)), *sorted(model["vocab"], key=model["vocab"].get)]
    merges = [tuple(m) for m in model["merges"]]
    tokenizer = Tokenizer(models.BPE(vocab={t: i for i, t in enumerate(vocab)}, merges=merges, unk_token="<unk>",
                                     fuse_unk=True, byte_fallback=True))
    tokenizer.add_special_tokens(special(*specials))
    return tokenizer


def llama2():
    tokenizer = with_bytes(["<unk>", "<s>", "</s>"])
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.Sequence([
        decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    tokenizer.post_processor = template("<s> $A", tokenizer, "<s>")
    return tokenizer, {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}


def mistral():
    tokenizer = with_bytes(["<unk>", "<s>", "</s>"])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    tokenizer.decoder = decoders.Sequence([
        decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    tokenizer.post_processor = template("<s> $A", tokenizer, "<s>")
    return tokenizer, {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "clean_up_tokenization_spaces": False}


def gemma():
    tokenizer = with_bytes(["<pad>", "<eos>", "<bos>", "<unk>"])
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    tokenizer.post_processor = template("<bos> $A", tokenizer, "<bos>")
    return tokenizer, {"bos_token": "<bos>", "eos_token": "<eos>", "unk_token": "<unk>", "pad_token": "<pad>"}


def unigram():
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    train(tokenizer, trainers.UnigramTrainer(vocab_size=500, show_progress=False, unk_token="<unk>",
                                             special_tokens=["<pad>", "</s>", "<unk>"]))
    tokenizer.add_special_tokens(special("<pad>", "</s>", "<unk>"))
    tokenizer.post_processor = template("$A </s>", tokenizer, "</s>")
    return tokenizer, {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>", "clean_up_tokenization_spaces": True}


def wordpiece():
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece(cleanup=False)
    named = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    train(tokenizer, trainers.WordPieceTrainer(vocab_size=500, show_progress=False, special_tokens=named))
    tokenizer.post_processor = template("[CLS] $A [SEP]", tokenizer, "[CLS]", "[SEP]")
    return tokenizer, {"unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "clean_up_tokenization_spaces": True}


def dump(value, file):
    file.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def golden(folder, texts):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    ids = [tokenizer(t)["input_ids"] for t in texts]
    bare = [tokenizer(t, add_special_tokens=False)["input_ids"] for t in texts]
    decoded = [tokenizer.decode(i) for i in ids]
    skipped = [tokenizer.decode(i, skip_special_tokens=True) for i in ids]
    size = max(tokenizer.get_vocab().values()) + 1
    # A model may generate any ids, some beyond the vocabulary.
    rng = random.Random(11)
    noise = [[rng.randrange(size + 3) for _ in range(rng.randrange(1, 30))] for _ in range(40)]
    return {
        "size": size,
        "ids": ids,
        "bare": [None if b == i else b for b, i in zip(bare, ids)],
        "decoded": [None if d == t else d for d, t in zip(decoded, texts)],
        "skipped": [None if s == d else s for s, d in zip(skipped, decoded)],
        "noise": noise,
        "noise_decoded": [tokenizer.decode(n) for n in noise],
        "noise_skipped": [tokenizer.decode(n, skip_special_tokens=True) for n in noise],
    }


def main():
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    texts = strings()
    for make in (qwen, gpt2, llama3, llama2, mistral, gemma, unigram, wordpiece):
        folder = out / make.__name__
        if not folder.exists():
            tokenizer, config = make()
            folder.mkdir(parents=True)
            dump(json.loads(tokenizer.to_str()), folder / "tokenizer.json")
            dump({"tokenizer_class": "PreTrainedTokenizerFast", **config}, folder / "tokenizer_config.json")
        dump(golden(folder, texts), folder / "golden.json")
    dump(texts, out / "strings.json")
    size = sum(f.stat().st_size for f in out.rglob("*") if f.is_file())
    print(f"{out}: {size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
