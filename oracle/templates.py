# SPDX-License-Identifier: Apache-2.0
"""Makes lox-jinja/src/test/resources/templates.json: our own templates, and what transformers renders from them.

    python oracle/templates.py [FILE]

Three parts: constructs one by one, conversations in the formats that models are trained on, model folders.
"""
import json
import sys
import tempfile
from pathlib import Path

from tokenizers import Tokenizer, models
from transformers import PreTrainedTokenizerFast
from transformers.utils import chat_template_utils

from template_check import (ARGUMENTS, SYSTEM, THOUGHT, WEATHER, Noon, assistant, call, reference, user)

OUT = Path(__file__).resolve().parent.parent / "lox-jinja/src/test/resources/templates.json"

VARIABLES = {
    "s": " Hello, Wörld 😀\n", "t": "a-b a-b", "e": "", "n": 3, "m": -7, "f": 2.5, "y": True, "no": False, "nil": None,
    "l": [3, 1, 2], "ls": ["b", "A", "c"], "d": {"a": 1, "b": "x", "items": [1]}, "big": 12345678901234567890123,
    "ld": [{"role": "user", "content": "hi", "k": 2}, {"role": "assistant", "content": None, "k": 1},
           {"role": "user", "x": {"y": 3}}]}

# Separated by lines of three dots, because the whitespace within them matters.
CONSTRUCTS = r"""
{{ s }}|{{ n }}|{{ m }}|{{ f }}|{{ y }}|{{ no }}|{{ nil }}|{{ big }}
...
{{ l }} {{ d }} {{ (1, 'a') }} {{ (1,) }} {{ () }} {{ [] }} {{ {} }} {{ [none, true, 1.0] }}
...
{{ ['it\'s', "q\"", 'both\'"', 'tab\t', 'nl\n', 'back\\', 'é😀', '\x7f\u200b\xa0'] }}
...
{{ 1.0 }} {{ 0.1 }} {{ 1e16 }} {{ 1e15 }} {{ 1.5e-5 }} {{ 0.0001 }} {{ 123456789.123 }} {{ 1e300 }} {{ -0.0 }} {{ 5e-324 }}
...
{{ 1_000 }} {{ 0x1F }} {{ 0b101 }} {{ 0o17 }} {{ 1_0.5_0 }} {{ 1E3 }} {{ 00 }}
...
{{ 'a\nb\tc\'d\\e\x41\u00e9\U0001F600\101\qz' }} {{ "a'b" }} {{ 'é\é' }} {{ '\N{BULLET}' }}
...
{{ 'one' 'two' "three" }}
...
{{ 1 + 2 * 3 - 4 / 2 }} {{ 7 // 2 }} {{ -7 // 2 }} {{ 7 % 3 }} {{ -7 % 3 }} {{ 7 % -3 }} {{ 2 ** 10 }} {{ 2 ** -1 }}
...
{{ 2 ** 3 ** 2 }} {{ -2 ** 2 }} {{ 7.5 // 2 }} {{ -7.5 % 2 }} {{ 1 / 3 }} {{ 2 * 3.0 }} {{ true + true }}
...
{{ 'a' + 'b' }} {{ 'ab' * 3 }} {{ 3 * [0] }} {{ [1] + [2] }} {{ (1,) + (2,) }} {{ 'a' ~ 1 ~ none ~ undef ~ 1.5 }}
...
{{ 1 ~ 2 + 3 }}
...
{{ 'a' + 1 ~ 2 }}
...
{{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }} {{ 1 == 1.0 == true }} {{ 'a' < 'b' }} {{ [1, 2] < [1, 3] }} {{ 1 != 2 }} {{ 'b' >= 'a' }}
...
{{ 'ell' in s }} {{ 1 in l }} {{ 'a' in d }} {{ 'z' not in d }} {{ not 1 in l }} {{ 1 in undef }} {{ (1,) == [1] }}
...
{{ 'Z' < 'a' < 'é' < '😀' }} {{ '\uffff' < '😀' }}
...
{{ e or 'x' }} {{ s and 'y' }} {{ nil or no or 0 }} {{ not e and not nil }} {{ 1 and 2 or 3 }} {{ not not 1 }}
...
{{ 'a' if y else 'b' }}{{ 'a' if no else 'b' if nil else 'c' }}[{{ 'a' if no }}]{{ ('a' if no) is defined }}
...
{{ 'a' + ' b ' | trim + 'c' }} {{ -1 | abs }} {{ -n | abs }} {{ not y | string }} {{ 'a' ~ 'b' | upper }}
...
{{ 1 if 2 > 1 and not no else 0 }} {{ (1, 2)[0] }} {{ [1, 2][-1] }} {{ 'abc'[1] }} {{ 'a😀c'[2] }} {{ l.0 }} {{ ld.0.role }}
...
{{ l[1:] }} {{ l[:-1] }} {{ l[::-1] }} {{ l[::2] }} {{ l[5:] }} {{ l[-2:] }} {{ l[2:0:-1] }} {{ l[:] }} {{ (1, 2, 3)[1:] }}
...
{{ 'abcdef'[1:3] }} {{ 'abcdef'[::-1] }} {{ 'a😀cé'[1:3] }} {{ s[-2:] }} {{ 'abc'[none:2] }} {{ l[:n][:1] }} {{ 'abc'[y:] }}
...
{{ d.a }} {{ d['a'] }} {{ d.nope }}|{{ d['nope'] }}|{{ l[9] }}|{{ l['x'] }}|{{ n.foo }}|{{ nil.foo }}|{{ 'abc'[7] }}|
...
{{ d.items() | list }} {{ d['items'] }} {{ d.keys() }} {{ d.values() }} {{ d.items() }} {{ d.get('a') }} {{ d.get('z') }} {{ d.get('z', 5) }}
...
{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}{% for k in d %}{{ k }}{% endfor %}{% for p in d | items %}{{ p }}{% endfor %}
...
{{ s.strip() }}|{{ s.lstrip() }}|{{ s.rstrip() }}|{{ 'xxaxx'.strip('x') }}|{{ 'xyaz'.lstrip('yx') }}|{{ 'ab\n\n'.rstrip('\n') }}
...
{{ 'a b  c'.split() }} {{ 'a,b,,c'.split(',') }} {{ 'a b c'.split(' ', 1) }} {{ 'a b c'.rsplit(' ', 1) }} {{ ' a  b '.split(none, 1) }} {{ ' a b c '.rsplit(none, 1) }} {{ ''.split() }} {{ ''.split(',') }} {{ 'aXbXc'.split('X', maxsplit=1) }}
...
{{ 'ab'.upper() }} {{ 'AB'.lower() }} {{ 'hello wORLD o\'neil'.title() }} {{ 'hELLO'.capitalize() }} {{ 'straße'.upper() }} {{ 'ß'.capitalize() }}
...
{{ s.startswith(' H') }} {{ t.endswith('b') }} {{ t.startswith(('x', 'a')) }} {{ t.startswith('b', 2) }} {{ t.find('b') }} {{ t.rfind('b') }} {{ t.find('z') }} {{ t.count('a') }} {{ t.index('-') }} {{ '😀a'.find('a') }}
...
{{ t.replace('a', 'X') }} {{ t.replace('a', 'X', 1) }} {{ 'abc'.replace('', '-') }} {{ 'abc'.replace('', '-', 2) }} {{ t.removeprefix('a-') }} {{ t.removesuffix('-b') }} {{ 'a=b=c'.partition('=') }} {{ 'a=b=c'.rpartition('=') }} {{ 'a'.partition('=') }}
...
{{ '42'.isdigit() }} {{ 'ab'.isalpha() }} {{ ' '.isspace() }} {{ ''.isspace() }} {{ 'a1'.isalnum() }} {{ 'AB'.isupper() }} {{ 'ab1'.islower() }} {{ 'é'.isascii() }} {{ '4'.isnumeric() }}
...
{{ ','.join(ls) }} {{ ' '.join(d) }} {{ '-'.join('abc') }} {{ '7'.zfill(3) }} {{ '-7'.zfill(4) }} [{{ 'a'.center(4) }}] [{{ 'a'.ljust(3) }}] [{{ 'a'.rjust(3, '*') }}] {{ 'a\nb\r\nc'.splitlines() }} {{ 'a\n'.splitlines(true) }}
...
{{ '{} and {}'.format(1, 'a') }} {{ '{0}{1}{0}'.format('x', 'y') }} {{ '{a!r} {{}}'.format(a='q') }} {{ '%s is %d, %.2f, %5s|%-4d|%03d%%' % ('a', 3, 2.5, 'x', 7, 5) }} {{ '%s' % 'one' }} {{ '%(a)s' % d }} {{ '%r' | format('a') }}
...
{{ l.index(1) }} {{ l.count(3) }} {{ (1, 1).count(1) }} {{ d.copy() }} {{ l.copy() }}
...
{{ s | trim }}|{{ 'xax' | trim('x') }}|{{ 'aB' | upper }}|{{ 'aB' | lower }}|{{ 'hello-world (a)b' | title }}|{{ 'hELLO you' | capitalize }}
...
{{ l | length }} {{ 'aé😀' | count }} {{ d | length }} {{ undef | length }} {{ l | first }} {{ l | last }} {{ 'abc' | first }} {{ [] | first }}| {{ d | first }} {{ d | last }}
...
{{ ls | join }} {{ ls | join(', ') }} {{ ld | join('|', attribute='role') }} {{ [1, none, true] | join('-') }} {{ 'abc' | join('.') }} {{ undef | join(',') }}
...
{{ 'abc' | list }} {{ d | list }} {{ (1, 2) | list }} {{ range(3) | list }} {{ undef | list }}
...
{{ {'a': 1, 'b': [1, 2.5, none, true], 'c': 'é<>&"\'\\/'} | tojson }} {{ [] | tojson }} {{ {} | tojson }} {{ 'a\n\t\x01\x7f😀' | tojson }} {{ (1, 'x') | tojson }}
...
{{ d | tojson(indent=2) }} {{ [[], {}, [1, [2]]] | tojson(indent=1) }} {{ d | tojson(indent=0) }} {{ d | tojson(indent='--') }} {{ [] | tojson(indent=4) }}
...
{{ 'é😀' | tojson(ensure_ascii=true) }} {{ d | tojson(separators=(',', ':')) }} {{ {'b': 1, 'a': 2} | tojson(sort_keys=true) }} {{ {'b': 1, 1: 2}  | tojson }} {{ {none: 1} | tojson }} {{ d | tojson(indent=2, separators=(';', '=')) }} {{ 1e400 | tojson }}
...
{{ t | replace('a', 'X') }} {{ t | replace('a', 'X', 1) }} {{ 1231 | replace(1, 'x') }} {{ t | replace(old='-', new='') }}
...
{{ undef | default('x') }} {{ nil | default('x') }} {{ e | default('x', true) }} {{ nil | d('x', boolean=true) }} [{{ undef | default }}] {{ d.z | default(d.a) }} {{ n | default('x') }}
...
{{ ld | map(attribute='role') | list }} {{ ls | map('upper') | join }} {{ ld | map(attribute='x.y', default=0) | list }} {{ ['a b', 'c'] | map('replace', ' ', '_') | list }} {{ [[1, 2], [3]] | map('length') | list }} {{ [[1], [2]] | map(attribute=0) | list }}
...
{{ [1, 0, 2] | select | list }} {{ [1, 2, 3] | select('odd') | list }} {{ l | select('gt', 1) | list }} {{ l | reject('equalto', 3) | list }} {{ ld | selectattr('role', 'equalto', 'user') | list | length }} {{ ld | rejectattr('content', 'none') | map(attribute='k') | list }} {{ ld | selectattr('x') | list }} {{ ld | selectattr('content', 'defined') | list | length }} {{ ld | selectattr('role', 'in', ['tool', 'assistant']) | first }}
...
{{ ['b', 'a', 'B', 1, 1] | unique | list }} {{ ['b', 'B'] | unique(true) | list }} {{ ld | unique(attribute='role') | list | length }}
...
{{ l | sort }} {{ ls | sort }} {{ ls | sort(case_sensitive=true) }} {{ l | sort(reverse=true) }} {{ ld[:2] | sort(attribute='k') | map(attribute='k') | list }} {{ ld[:2] | sort(attribute='role,k') | map(attribute='k') | list }} {{ d | dictsort }} {{ {'B': 1, 'a': 2} | dictsort(by='value', reverse=true) }}
...
{{ '42' | int }} {{ '42.7' | int }} {{ 'x' | int }} {{ 'x' | int(7) }} {{ 3.9 | int }} {{ -3.9 | int }} {{ '0x1F' | int(base=16) }} {{ '1_000' | int }} {{ nil | int }} {{ true | int }} {{ '1e3' | int }} {{ ' 5 ' | int }} {{ '1.5' | float }} {{ 'x' | float }} {{ 'x' | float(2.0) }} {{ 3 | float }} {{ 'inf' | float }}
...
{{ 42.55 | round }} {{ 42.55 | round(1) }} {{ 2.5 | round }} {{ 42.55 | round(1, 'floor') }} {{ 42.51 | round(method='ceil') }} {{ 5 | round }} {{ 1234 | round(-2) }} {{ [1, 2, 3.5] | sum }} {{ ld[:2] | sum(attribute='k') }} {{ l | min }} {{ ls | max }} {{ [] | max }} {{ -3 | abs }}
...
{{ [1, 2, 3] | reverse | list }} {{ 'abc' | reverse }} {{ [1, 2, 3] | batch(2) | list }} {{ [1, 2, 3] | batch(2, 0) | list }} {{ [1, 2, 3] | slice(2) | list }} {{ [1, 2, 3] | slice(2, 'x') | list }}
...
{{ 'a\nb\n\nc' | indent }}|{{ 'a\nb' | indent(2, true) }}|{{ 'a\n\nb' | indent('> ', blank=true) }}|{{ 'a\n' | indent }}|
...
{{ '<b>&"\'' | e }} {{ '<b>' | safe }} {{ ('<b>' | safe) + '<i>' }} {{ '<i>' + ('<b>' | safe) }} {{ '<i>' ~ ('<b>' | safe) }} {{ 5 | string + '1' }} {{ ('<' | safe) | e }} {{ ('a' | safe) | upper }}
...
{{ 'foo bar baz qux' | truncate(9) }} {{ 'foo bar baz qux' | truncate(9, true) }} {{ 'foo bar baz qux' | truncate(11, false, '...', 0) }} {{ 'a b' | wordcount }} [{{ 'a' | center(4) }}] {{ d | attr('a') is defined }} {{ d | attr('keys') is callable }}
...
{{ undef is defined }} {{ d is defined }} {{ d.z is undefined }} {{ d.z is not defined }} {{ not d.z is defined }} {{ nil is none }} {{ undef is none }} {{ d['z'] is none }}
...
{{ 'a' is string }} {{ d is mapping }} {{ l is iterable }} {{ 'a' is iterable }} {{ 1 is iterable }} {{ l is sequence }} {{ d is sequence }} {{ 'a' is sequence }} {{ nil is sequence }} {{ 1 is number }} {{ true is number }} {{ 1.5 is number }} {{ 1 is integer }} {{ true is integer }} {{ 1.0 is float }} {{ true is boolean }} {{ 1 is boolean }} {{ undef is iterable }} {{ d.items() is sequence }}
...
{{ true is true }} {{ 1 is true }} {{ no is false }} {{ nil is false }} {{ 3 is odd }} {{ 4 is even }} {{ 6 is divisibleby 3 }} {{ 1 is eq 1 }} {{ 1 is equalto(2) }} {{ 1 is ne 2 }} {{ 2 is gt 1 }} {{ 2 is lessthan(1) }} {{ 1 is in [1] }} {{ 'a' is not in 'b' }} {{ 'ab' is lower }} {{ 'AB' is upper }} {{ no is sameas false }} {{ range is callable }} {{ 'trim' is filter }} {{ 'odd' is test }} {{ 'nope' is filter }}
...
{% for i in l %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.depth }};{% endfor %}
...
{% for i in l %}{{ loop.previtem is defined }}{{ loop.previtem }}-{{ loop.nextitem }}{{ loop.nextitem is defined }};{% endfor %}
...
{% for i in [1, 1, 2] %}{{ loop.changed(i) }}{{ loop.cycle('a', 'b') }}{% endfor %}{% for i in l %}{{ loop }}{% endfor %}
...
{% for m in ld if m.role == 'user' %}{{ loop.index }}/{{ loop.length }}{{ loop.last }};{% endfor %}
...
{% set ns = namespace(stop=false) %}{% for i in l if not ns.stop %}{{ i }}{% set ns.stop = i == 1 %}{% endfor %}
...
{% for i in [] %}x{% else %}none{% endfor %}{% for i in undef %}x{% else %}none{% endfor %}{% for i in l if i > 9 %}x{% else %}none{% endfor %}
...
{% for i in l %}{% if i == 1 %}{% break %}{% endif %}{{ i }}{% endfor %}|{% for i in l %}{% if i == 1 %}{% continue %}{% endif %}{{ i }}{% endfor %}
...
{% for i in [1] %}{% continue %}{% else %}else{% endfor %}|{% for i in [1] %}{% break %}{% else %}else{% endfor %}|{% for i in [1, 2] %}{% if loop.first %}{% continue %}{% endif %}{% else %}else{% endfor %}
...
{% for a, b in [(1, 2), [3, 4], 'xy'] %}{{ a }}{{ b }};{% endfor %}{% for (a, (b, c)) in [[1, [2, 3]]] %}{{ a }}{{ b }}{{ c }}{% endfor %}
...
{% for i in l %}{% for j in 'ab' %}{{ loop.index }}{{ j }}{% endfor %}{{ loop.index }}{% endfor %}
...
{% for i in l %}{% set outer = loop %}{% for j in 'ab' %}{{ outer.index }}{% endfor %}{% endfor %}
...
{% set x = 0 %}{% for i in l %}{% set x = x + i %}{{ x }}{% endfor %}{{ x }}
...
{% if y %}{% set x = 1 %}{% endif %}{{ x }}{% if no %}{% set n = 9 %}{% endif %}{{ n }}
...
{% for i in [1] %}{{ n }}{% endfor %}{% set n = 1 %}{{ n }}
...
{{ n }}{% for i in [1] %}{{ n }}{% endfor %}{% set n = 1 %}{{ n }}
...
{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set c = 1, 2 %}{{ c }}{% set (p, q) = 'xy' %}{{ q }}
...
{% set x %}a{{ n }}b{% endset %}{{ x }}{% set z | upper | replace('A', '-') %}a{{ n }}b{% endset %}{{ z }}{{ x is string }}
...
{% set ns = namespace(a=1, b='x') %}{% set ns.a = ns.a + 1 %}{% set ns.c %}blk{% endset %}{{ ns.a }}{{ ns.b }}{{ ns.c }}{{ ns.z is defined }}{{ ns }}
...
{% set ns = namespace({'k': 1}, j=2) %}{{ ns.k }}{{ ns.j }}{{ dict(a=1, **{'b': 2}) }}{{ dict([('x', 1)]) }}
...
{% macro f(a, b='d') %}[{{ a }}{{ b }}]{% endmacro %}{{ f('x') }}{{ f('x', 'y') }}{{ f(b='p', a='q') }}{{ f() }}{{ f('<') | length }}
...
{% macro f(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ f(1, 2, 3, k=4) }}{{ f() }}
...
{% macro f(a, b=a) %}{{ b }}{% endmacro %}{{ f(1) }}{% macro g(n) %}{% if n > 0 %}{{ n }}{{ g(n - 1) }}{% endif %}{% endmacro %}{{ g(3) }}
...
{% macro f() %}{{ v }}{% endmacro %}{% set v = 1 %}{{ f() }}{% set v = 2 %}{{ f() }}{% for v in [3] %}{{ f() }}{% endfor %}
...
{% macro f(x) %}<{{ caller() }}{{ x }}>{% endmacro %}{% call f(1) %}body{{ n }}{% endcall %}
...
{% macro f() %}{{ caller(1, 2) }}{% endmacro %}{% call(a, b) f() %}{{ a }}{{ b }}{% endcall %}
...
{% macro f(a, b) %}{{ a }}{{ b }}{% endmacro %}{{ f(*[1, 2]) }}{{ f(**{'a': 3}) }}{{ f(1, **{'b': 2}) }}
...
{% filter upper %}abc{{ t }}{% endfilter %}{% filter replace('a', 'x') | upper %}banana{% endfilter %}
...
{% with a = 1, b = n %}{{ a }}{{ b }}{% endwith %}{{ a }}{% with %}{% set a = 5 %}{{ a }}{% endwith %}
...
{% for m in ld %}{% generation %}{{ m.role }}{% set q = 1 %}{{ q }}{% endgeneration %}{{ q }};{% endfor %}
...
{% raw %}{{ not a tag }}{% if %}{% endraw %}|{%- raw -%}  x  {%- endraw -%}  y
...
a  {%- if true -%}  b  {%- endif -%}  c  {{- 'd' -}}  e  {#- f -#}  g
...
  {% if true %}
  x
  {% endif %}
  {# c #}
y
    {{ n }}
  {%+ if true +%}
 z
  {%+ endif +%}
...
{% if true %}

x
{% endif %}


y {% if true %} q {% endif %}
  {% set v = 1 %}  
z
...
{%- for i in l %}
  {{ i }}
{%- endfor %}

...
{% for i in l -%}
  {{ i }},
{% endfor %}
end

...
a
{#- c
d -#}
b {# x #}
c
   {#+ q +#}
d
...
{{- '{{' }} {{ '%}' }} {{ {'a': {'b': 1}}['a']['b'] }}{{ {'a':{}}}}{{-1}}{{+1}}
...
{{ 'a
b' }}
...
{% if n == 1 %}1{% elif n == 2 %}2{% elif n == 3 %}3{% else %}x{% endif %}{% if e %}{% elif l %}l{% endif %}
...
{% if 1 in l and 'a' in d or undef %}x{% endif %}{% if not undef.a is defined if false else true %}{% endif %}
...
{{ strftime_now('%Y-%m-%d %H:%M:%S %d %b %Y %B %A %a %j %p %I %y %-d %e %F %T %%') }}
...
{{ range(5) }} {{ range(1, 5, 2) | list }} {{ range(5)[1:] | list }} {{ range(3) | length }} {{ range(5, 0, -2) | list }} {{ 2 in range(3) }}
...
{% print n %}{% print 1 + 1 %}
...
{{ [1, 2,] }}{{ {'a': 1,} }}{{ range(2,) | list }}{{ [[1], [2]] | map('first') | list }}
...
{{ l and l[0] }}{{ undef and undef.x }}{{ d.a and d.b }}{{ nil is not none and nil.x }}
...
{{ True }}{{ False }}{{ None }}{{ true is True }}
...
{{ d == {'items': [1], 'b': 'x', 'a': 1} }}{{ l == [3, 1, 2] }}{{ undef == nope }}{{ nil == undef }}{{ 1 == '1' }}
...
{{ ld | map(attribute='role') | select('equalto', 'user') | list | length > 1 }}
...
{{ (ld | map(attribute='role')) is iterable }}{{ 'x' if ld | selectattr('nope') else 'y' }}
...
{{ 'a' in ['a'] in [[true]] }}{{ 1 < 2 == true }}
...
{{ undef.x }}
...
{{ undef['x'] }}
...
{{ undef() }}
...
{{ undef + 1 }}
...
{{ d.z.y }}
...
{{ undef | tojson }}
...
{{ undef | trim }}{{ undef | upper }}{{ undef ~ 'x' }}{{ undef | string | length }}{{ undef | int }}
...
{{ 'a' + 1 }}
...
{{ 'a' + none }}
...
{{ [1] + 'a' }}
...
{{ 1 + none }}
...
{{ 1 / 0 }}
...
{{ 1 < 'a' }}
...
{{ none < 1 }}
...
{{ nil[1:] }}
...
{{ 1 in 5 }}
...
{{ 1 in 'abc' }}
...
{{ [1] in d }}
...
{{ none | length }}
...
{{ 5 | join }}
...
{{ none | list }}
...
{% for i in 5 %}{% endfor %}
...
{% for i in none %}{% endfor %}
...
{% for a, b in [1] %}{% endfor %}
...
{% for a, b in [(1, 2, 3)] %}{% endfor %}
...
{{ raise_exception('roles must alternate: ' + ld[0].role) }}
...
{{ 'a'.nope() }}
...
{{ 'a'() }}
...
{{ l.append(4) }}
...
{{ d.update({'z': 1}) }}
...
{{ d.pop('a') }}
...
{{ 'a' | nope }}
...
{{ 'a' is nope }}
...
{% if no %}{{ 'a' | nope }}{{ 'a' is nope }}{% endif %}{{ ('a' | nope) if no else 'b' }}
...
{% for i in [] %}{{ 'a' | nope }}{% endfor %}
...
{% nope %}
...
{% endif %}
...
{% if true %}
...
{% for i in l %}{% endif %}
...
{{ 1
...
{{ 'a }}
...
{{ 1 + }}
...
{{ (1 }}
...
{{ 1 ] }}
...
{{ }}
...
{% %}
...
{# c
...
{% raw %}x
...
{{ a b }}
...
{{ 1 ! 2 }}
...
{{ x is }}
...
{% set %}
...
{% set 1 = 2 %}
...
{% set true = 2 %}
...
{% set d.a = 2 %}
...
{% break %}
...
{% for i in l %}{% generation %}{% break %}{% endgeneration %}{% endfor %}
...
{% for loop in l %}{% endfor %}
...
{% macro f(a) %}{% endmacro %}{{ f(1, 2) }}
...
{% macro f(a) %}{% endmacro %}{{ f(b=2) }}
...
{% macro f(a=1, b) %}{% endmacro %}
...
{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}
...
{{ namespace(_x=1) }}
...
{{ range(1000000) }}
...
{{ [3, 'a'] | sort }}
...
{{ {[1]: 2} }}
...
{{ d | tojson(bogus=1) }}
...
{{ 'a' | upper(1) }}
...
{{ 'a,b'.split('') }}
...
{{ 'abc'.index('z') }}
...
{{ '%d' % 'x' }}
...
{{ '%s %s' % ('a',) }}
...
{{ f(a=1, 2) }}
...
{{ range(1, 2, 0) }}
...
{% include 'x' %}
...
{{ 'x' if }}
...
{{ d. }}
...
{{ '\xZZ' }}
"""

CHATML = """{% for m in messages %}
{{ '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n' }}
{%- endfor %}
{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}
"""
LLAMA2 = """{%- set system = '' %}{% set turns = messages %}
{%- if messages[0]['role'] == 'system' %}
  {%- set system = '<<SYS>>\\n' ~ messages[0]['content'] ~ '\\n<</SYS>>\\n\\n' %}
  {%- set turns = messages[1:] %}
{%- endif %}
{%- for turn in turns %}
  {%- if (turn['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('turns must alternate') }}{% endif %}
  {%- if turn['role'] == 'user' %}
    {{- bos_token + '[INST] ' + (system if loop.first else '') + turn['content'].strip() + ' [/INST]' }}
  {%- else %}{{- ' ' + turn['content'] | trim + ' ' + eos_token }}{% endif %}
{%- endfor %}"""
LLAMA31 = """{{- bos_token }}
{%- if not date_string is defined %}{% set date_string = strftime_now('%d %b %Y') %}{% endif %}
{%- if not tools is defined %}{% set tools = none %}{% endif %}
{%- macro head(role) %}<|start_header_id|>{{ role }}<|end_header_id|>{{ '\\n\\n' }}{% endmacro %}
{%- if messages[0].role == 'system' %}{% set system = messages[0].content | trim %}{% set messages = messages[1:] %}
{%- else %}{% set system = '' %}{% endif %}
{{- head('system') }}
{%- if tools is not none %}{{- 'Environment: ipython\\n' }}{% endif %}
{{- 'Today Date: ' + date_string + '\\n\\n' + system + '<|eot_id|>' }}
{%- for m in messages %}
    {%- if tools is not none and loop.first %}
        {{- head('user') }}
        {%- for t in tools %}{{- t | tojson(indent=4) + '\\n\\n' }}{% endfor %}
        {{- m.content | trim + '<|eot_id|>' }}
    {%- elif 'tool_calls' in m %}
        {%- if m.tool_calls | length != 1 %}{{ raise_exception('one call at a time') }}{% endif %}
        {%- set call = m.tool_calls[0].function %}
        {{- head('assistant') ~ '{"name": "' ~ call.name ~ '", "parameters": ' ~ call.arguments | tojson ~ '}<|eot_id|>' }}
    {%- elif m.role in ['tool', 'ipython'] %}
        {{- head('ipython') }}
        {%- if m.content is mapping or m.content is not string %}{{- m.content | tojson }}
        {%- else %}{{- m.content }}{% endif %}
        {{- '<|eot_id|>' }}
    {%- else %}
        {{- head(m.role) + m.content | trim + '<|eot_id|>' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}{{- head('assistant') }}{% endif %}
"""
MISTRAL = """{%- set users = messages | selectattr('role', 'equalto', 'user') | list %}
{%- set ns = namespace(turn=0) %}
{%- for m in messages %}
    {%- if m.role not in ['tool', 'system'] and not m.tool_calls %}
        {%- if (m.role == 'user') != (ns.turn % 2 == 0) %}{{ raise_exception('roles must alternate') }}{% endif %}
        {%- set ns.turn = ns.turn + 1 %}
    {%- endif %}
{%- endfor %}
{{- bos_token }}
{%- for m in messages %}
    {%- if m.role == 'user' %}
        {%- if tools and m == users[-1] %}
            {{- '[AVAILABLE_TOOLS] [' }}
            {%- for tool in tools %}
                {{- '{"type": "function", "function": {' }}
                {%- for k, v in tool.function.items() if k != 'return' %}
                    {{- '"' + k + '": ' + v | tojson }}{% if not loop.last %}{{- ', ' }}{% endif %}
                {%- endfor %}
                {{- '}}' + (']' if loop.last else ', ') }}
            {%- endfor %}
            {{- '[/AVAILABLE_TOOLS]' }}
        {%- endif %}
        {{- '[INST] ' + m.content + '[/INST]' }}
    {%- elif m.tool_calls is defined and m.tool_calls %}
        {{- '[TOOL_CALLS] [' }}
        {%- for c in m.tool_calls %}
            {%- set out = c.function | tojson %}
            {{- out[:-1] }}{{ ', "id": "' + c.id[-9:] + '"}' }}{{ ', ' if not loop.last else ']' + eos_token }}
        {%- endfor %}
    {%- elif m.role == 'assistant' %}{{- ' ' + m.content | trim + eos_token }}
    {%- elif m.role == 'tool' %}{{- '[TOOL_RESULTS] {"content": ' ~ m.content ~ '}[/TOOL_RESULTS]' }}
    {%- elif m.role == 'system' and loop.first %}{{- '[INST] ' + m.content + '[/INST]' }}
    {%- else %}{{ raise_exception('unexpected role ' + m.role) }}{% endif %}
{%- endfor %}
"""
GEMMA = """{{ bos_token }}{% if messages[0].role == 'system' %}{{ raise_exception('no system role') }}{% endif %}
{% for m in messages %}
{% set role = 'model' if m.role == 'assistant' else m.role %}
{{ '<start_of_turn>' + role + '\\n' + m.content | trim + '<end_of_turn>\\n' }}{% endfor %}
{% if add_generation_prompt %}{{ '<start_of_turn>model\\n' }}{% endif %}"""
ZEPHYR = """{% for m in messages %}
{% if m['role'] in ('user', 'system', 'assistant') %}
{{ '<|' ~ m['role'] ~ '|>\\n' ~ m['content'] ~ eos_token }}
{% endif %}
{% if loop.last and add_generation_prompt %}
{{ '<|assistant|>' }}
{% endif %}
{% endfor %}"""
QWEN25 = """{%- set first = messages[0].content if messages[0].role == 'system' else 'You help.' %}
{{- '<|im_start|>system\\n' + first }}
{%- if tools %}
    {{- '\\n\\n# Tools\\n<tools>' }}{% for tool in tools %}{{- '\\n' }}{{- tool | tojson }}{% endfor %}{{- '\\n</tools>' }}
{%- endif %}
{{- '<|im_end|>\\n' }}
{%- for m in messages %}
    {%- if m.role == 'user' or (m.role == 'system' and not loop.first) or (m.role == 'assistant' and not m.tool_calls) %}
        {{- '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>' + '\\n' }}
    {%- elif m.role == 'assistant' %}
        {{- '<|im_start|>' + m.role }}{% if m.content %}{{- '\\n' + m.content }}{% endif %}
        {%- for c in m.tool_calls %}
            {%- if c.function is defined %}{% set c = c.function %}{% endif %}
            {{- '\\n<tool_call>\\n{"name": "' + c.name + '", "arguments": ' + c.arguments | tojson + '}\\n</tool_call>' }}
        {%- endfor %}
        {{- '<|im_end|>\\n' }}
    {%- elif m.role == 'tool' %}
        {%- if loop.first or messages[loop.index0 - 1].role != 'tool' %}{{- '<|im_start|>user' }}{% endif %}
        {{- '\\n<tool_response>\\n' }}{{- m.content }}{{- '\\n</tool_response>' }}
        {%- if loop.last or messages[loop.index0 + 1].role != 'tool' %}{{- '<|im_end|>\\n' }}{% endif %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{% endif %}
"""
QWEN3 = """{%- set ns = namespace(open=true, last=messages | length - 1) %}
{%- for m in messages[::-1] %}
    {%- if ns.open and m.role == 'user' and m.content is string and not (m.content.startswith('<tool_response>') and m.content.endswith('</tool_response>')) %}
        {%- set ns.open = false %}{% set ns.last = messages | length - 1 - loop.index0 %}
    {%- endif %}
{%- endfor %}
{%- for m in messages %}
    {%- set content = m.content if m.content is string else '' %}
    {%- if m.role == 'assistant' %}
        {%- set thought = '' %}
        {%- if m.reasoning_content is string %}{% set thought = m.reasoning_content %}
        {%- elif '</think>' in content %}
            {%- set thought = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
            {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
        {%- endif %}
        {{- '<|im_start|>assistant\\n' }}
        {%- if loop.index0 > ns.last and (loop.last or thought) %}{{- '<think>\\n' + thought.strip('\\n') + '\\n</think>\\n\\n' }}{% endif %}
        {{- content }}
        {%- for c in m.tool_calls or [] %}
            {{- '\\n' if loop.index > 1 or content }}
            {{- '<tool_call>\\n{"name": "' ~ c.function.name ~ '", "arguments": ' }}
            {{- c.function.arguments if c.function.arguments is string else c.function.arguments | tojson }}
            {{- '}\\n</tool_call>' }}
        {%- endfor %}
        {{- '<|im_end|>\\n' }}
    {%- elif m.role == 'tool' %}
        {{- '<|im_start|>user\\n<tool_response>\\n' + content + '\\n</tool_response><|im_end|>\\n' }}
    {%- else %}{{- '<|im_start|>' + m.role + '\\n' + content + '<|im_end|>\\n' }}{% endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}{{- '<think>\\n\\n</think>\\n\\n' }}{% endif %}
{%- endif %}
"""
PHI3 = """{% for m in messages %}{% if m['role'] == 'system' and m['content'] %}{{ '<|system|>\\n' + m['content'] + '<|end|>\\n' }}{% elif m['role'] == 'user' %}{{ '<|user|>\\n' + m['content'] + '<|end|>\\n' }}{% elif m['role'] == 'assistant' %}{{ '<|assistant|>\\n' }}{% generation %}{{ m['content'] + '<|end|>\\n' }}{% endgeneration %}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% else %}{{ eos_token }}{% endif %}"""
FORMATS = {"chatml": CHATML, "llama2": LLAMA2, "llama31": LLAMA31, "mistral": MISTRAL, "gemma": GEMMA, "zephyr": ZEPHYR,
           "qwen25": QWEN25, "qwen3": QWEN3, "phi3": PHI3}
RESULT = {"role": "tool", "name": "get_weather", "tool_call_id": "call00000", "content": "{\"t\": 21.5}"}
CONVERSATIONS = {
    "turns": [SYSTEM, user(" Hi\n<b>'é'</b> "), assistant("Hello.\n"), user("2+2?")],
    "thought": [user("Hi"), assistant(THOUGHT), user("And?"), assistant(THOUGHT)],
    "call": [user("Weather?"), assistant("", reasoning_content="Ask.", tool_calls=[call("get_weather", ARGUMENTS)]), RESULT,
             assistant("21.5 degrees.")],
    "silent call": [user("W?"), {"role": "assistant", "content": None, "tool_calls": [call("get_weather", {})]}, RESULT],
}
SETTINGS = {
    "": {}, "prompt": {"add_generation_prompt": True, "enable_thinking": False},
    "tools": {"tools": [WEATHER], "add_generation_prompt": True, "date_string": "26 Jul 2024"},
}

ROLES = "{{ bos_token }}{% for m in messages %}{{ m.role }}{% endfor %}{{ eos_token }}{{ pad_token is defined }}"
NAMED = [{"name": "default", "template": "default:" + ROLES}, {"name": "tool_use", "template": "tools:" + ROLES}]
ADDED = {"content": "<eos>", "lstrip": False, "normalized": False, "rstrip": False, "single_word": False}
FOLDERS = {
    "file before config": {"chat_template.jinja": "file:" + ROLES + "\n",
                           "tokenizer_config.json": {"bos_token": "<s>", "chat_template": "config"}},
    "config": {"tokenizer_config.json": {"bos_token": "<s>", "eos_token": {"__type": "AddedToken", **ADDED},
                                         "pad_token": None, "chat_template": ROLES}},
    "named": {"tokenizer_config.json": {"eos_token": "</s>", "chat_template": NAMED}},
    "additional": {"chat_template.jinja": "file:" + ROLES, "additional_chat_templates/tool_use.jinja": "extra:" + ROLES,
                   "tokenizer_config.json": {"bos_token": "<s>", "chat_template": NAMED}},
    "only additional": {"additional_chat_templates/tool_use.jinja": "extra:" + ROLES,
                        "tokenizer_config.json": {"bos_token": "<s>", "chat_template": "config"}},
    "special tokens": {"tokenizer_config.json": {"bos_token": "<old>", "chat_template": ROLES},
                       "special_tokens_map.json": {"bos_token": "<new>", "eos_token": ADDED, "pad_token": "<p>"}},
    "added tokens": {"tokenizer_config.json": {"bos_token": "<kept>", "chat_template": ROLES, "added_tokens_decoder": {
        "0": {**ADDED, "special": True}}}, "special_tokens_map.json": {"bos_token": "<ignored>"}},
    "none": {"tokenizer_config.json": {"bos_token": "<s>"}},
}


def rendered(request):
    answer = reference(request)
    return {"error": True} if "error" in answer else {"expect": answer["text"]}


def raised(template):
    """The message, if the template itself raises."""
    try:
        chat_template_utils._compile_jinja_template(template).render(**VARIABLES)
    except Exception as e:
        return {"message": str(e)} if "raise_exception" in template else {}
    return {}


def constructs():
    for template in CONSTRUCTS[1:-1].split("\n...\n"):
        yield {"template": template} | rendered({"template": template, "variables": VARIABLES}) | raised(template)


def conversations(tokenizer):
    for f, template in FORMATS.items():
        for c, messages in CONVERSATIONS.items():
            for s, setting in SETTINGS.items():
                try:
                    text = tokenizer.apply_chat_template(messages, chat_template=template, tokenize=False, **setting)
                    result = {"expect": text}
                except Exception:
                    result = {"error": True}
                yield {"format": f, "conversation": c, "setting": s} | result


def folders(tokenizer):
    for name, files in FOLDERS.items():
        with tempfile.TemporaryDirectory() as temp:
            folder = Path(temp)
            tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
            for file, content in files.items():
                (folder / file).parent.mkdir(exist_ok=True)
                (folder / file).write_text(content if isinstance(content, str) else json.dumps(content))
            loaded = PreTrainedTokenizerFast.from_pretrained(folder)
            for tools in (None, [WEATHER]):
                try:
                    text = loaded.apply_chat_template([user("Hi")], tools=tools, tokenize=False)
                    result = {"expect": text}
                except Exception:
                    result = {"error": True}
                yield {"folder": name, "tools": tools is not None} | result


def main():
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    chat_template_utils.datetime = Noon
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer(models.WordLevel({"<unk>": 0}, unk_token="<unk>")), bos_token="<s>", eos_token="</s>")
    golden = {
        "variables": VARIABLES, "constructs": list(constructs()),
        "formats": FORMATS, "conversations": CONVERSATIONS, "settings": SETTINGS,
        "renderings": list(conversations(tokenizer)), "folders": FOLDERS, "opened": list(folders(tokenizer))}
    out.write_text(json.dumps(golden, indent=1, ensure_ascii=False) + "\n")
    parts = {k: len(golden[k]) for k in ("constructs", "renderings", "opened")}
    errors = sum("error" in case for part in parts for case in golden[part])
    print(f"{out}: {out.stat().st_size / 1e3:.0f} kB, {parts}, {errors} of them errors")


if __name__ == "__main__":
    main()
