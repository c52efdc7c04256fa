# SPDX-License-Identifier: Apache-2.0
"""Makes lox-lm/src/test/resources/golden/prefill.json: where transformers leaves off a conversation that ends with the
assistant's beginning (continue_final_message).

    python oracle/prefill.py [FILE]
"""
import json
import sys
from pathlib import Path

from transformers.utils.chat_template_utils import render_jinja_template

OUT = Path(__file__).resolve().parent.parent / "lox-lm/src/test/resources/golden/prefill.json"

TEMPLATES = [
    "{% for m in messages %}<|{{ m.role }}|>\n{{ m.content }}<|end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>\n{% endif %}",
    "<s>{% for m in messages %}[{{ m['role'] }}] {{ m['content'] | trim }} [/{{ m['role'] }}]{% endfor %}"
    "{% if add_generation_prompt %}[assistant] {% endif %}",
    "{% for m in messages %}{% if m.role == 'user' %}Q: {{ m.content }}\n{% else %}A: {{ m.content.lstrip() }}</s>"
    "{% endif %}{% endfor %}{% if add_generation_prompt %}A:{% endif %}",
]
PREFILLS = ["Sure, here is", "Sure, here is ", " Sure", "\n\nStep 1:\n", "user", "Count to three", "é😀 ", "a\n"]

if __name__ == "__main__":
    cases = []
    for template in TEMPLATES:
        for prefill in PREFILLS:
            messages = [{"role": "user", "content": "Count to three"}, {"role": "assistant", "content": prefill}]
            rendered, _ = render_jinja_template([messages], chat_template=template, continue_final_message=True)
            cases.append({"template": template, "prefill": prefill, "rendered": rendered[0]})
    Path(sys.argv[1] if len(sys.argv) > 1 else OUT).write_text(json.dumps(cases, ensure_ascii=False, indent=1) + "\n")
