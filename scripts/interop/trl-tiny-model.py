"""Makes a small untrained model of Mistral's architecture, its tokenizer learned from the records themselves.

Usage: trl-tiny-model.py RECORDS.jsonl FOLDER
"""

import json
import sys

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import MistralConfig, MistralForCausalLM, PreTrainedTokenizerFast

# The signs of Mistral's third tokenizer; tools stand before the last question, as in its template.
SIGNS = ["<unk>", "<s>", "</s>", "[INST]", "[/INST]", "[AVAILABLE_TOOLS]", "[/AVAILABLE_TOOLS]",
         "[TOOL_CALLS]", "[TOOL_RESULTS]", "[/TOOL_RESULTS]"]  # fmt: skip
TEMPLATE = """{{- bos_token }}
{%- set asked = messages | selectattr('role', 'equalto', 'user') | list | length %}
{%- set seen = namespace(users=0) %}
{%- for message in messages %}
{%- if message.role == 'user' %}{% set seen.users = seen.users + 1 %}
{%- if tools and seen.users == asked %}{{ '[AVAILABLE_TOOLS]' + (tools | tojson) + '[/AVAILABLE_TOOLS]' }}{% endif %}
{{- '[INST]' + message.content + '[/INST]' }}
{%- elif message.role == 'tool' %}
{{- '[TOOL_RESULTS]' + ({'content': message.content, 'call_id': message.tool_call_id} | tojson) + '[/TOOL_RESULTS]' }}
{%- elif message.tool_calls %}
{%- set calls = namespace(list=[]) %}
{%- for call in message.tool_calls %}
{%- if (call.id | length) != 9 %}{{ raise_exception('A call id has nine letters and digits.') }}{% endif %}
{%- set calls.list = calls.list + [{'name': call.function.name, 'arguments': call.function.arguments, 'id': call.id}] %}
{%- endfor %}
{{- '[TOOL_CALLS]' + (calls.list | tojson) + eos_token }}
{%- elif message.role == 'assistant' %}{{ message.content + eos_token }}
{%- else %}{{ raise_exception('This template knows no role ' + message.role) }}
{%- endif %}
{%- endfor %}"""


def texts(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            for message in record["messages"]:
                yield message.get("content") or json.dumps(message.get("tool_calls"))


records, folder = sys.argv[1:]
torch.manual_seed(7)
learned = Tokenizer(models.BPE(unk_token="<unk>"))
learned.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
learned.decoder = decoders.ByteLevel()
alphabet = pre_tokenizers.ByteLevel.alphabet()
learned.train_from_iterator(
    texts(records), trainers.BpeTrainer(vocab_size=2000, special_tokens=SIGNS, initial_alphabet=alphabet, show_progress=False)
)
tokenizer = PreTrainedTokenizerFast(
    tokenizer_object=learned, unk_token="<unk>", bos_token="<s>", eos_token="</s>", pad_token="<unk>", chat_template=TEMPLATE
)
model = MistralForCausalLM(
    MistralConfig(
        vocab_size=len(tokenizer),
        hidden_size=64,
        intermediate_size=192,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=4096,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
)
model.save_pretrained(folder)
tokenizer.save_pretrained(folder)
print(f"{sum(weight.numel() for weight in model.parameters())} weights, {len(tokenizer)} tokens")
