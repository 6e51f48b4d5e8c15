import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadChatTemplate } from './chat-template.ts';
import { proveLoss } from './prove-loss.ts';

const folder = mkdtempSync(join(tmpdir(), 'template-'));
const write = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const chatml =
  '{{ bos_token }}{% if tools %}{{ tools | tojson }}{% endif %}{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}{% for c in m.tool_calls or [] %}{{ c.function.arguments | tojson }}{% endfor %}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}';
const line = {
  prompt: [{ role: 'user', content: 'How much?' }],
  completion: [
    {
      role: 'assistant',
      content: '',
      tool_calls: [{ type: 'function', function: { name: 'a', arguments: { x: 1 } } }],
    },
  ],
  tools: [{ type: 'function', function: { name: 'a' } }],
};
const verdict = (rendering: Awaited<ReturnType<Awaited<ReturnType<typeof loadChatTemplate>>>>) =>
  proveLoss({ rendering, target: 'trl', exampleId: 'e', split: 'train', maxTokens: 1000 });

describe('loadChatTemplate', () => {
  it('shows that all a completion adds to the prompt is trained, with the tokens of a tokenizer_config.json', async () => {
    const config = { chat_template: chatml, bos_token: { content: '<s>' } };
    const render = await loadChatTemplate(write('tokenizer_config.json', JSON.stringify(config)));
    const rendering = render(line);
    expect(rendering.text.startsWith('<s>[{')).toBe(true);
    const [start, end] = rendering.trained[0] ?? [0, 0];
    expect(rendering.text.slice(start, end)).toBe('{"x": 1}<|im_end|>\n');
    expect(verdict(rendering)).toHaveProperty('proof');
  });

  it('has a record refused when the template leaves the completion out or rewrites the prompt', async () => {
    const silent = await loadChatTemplate(write('silent.jinja', '{% for m in messages %}{{ m.content }}{% endfor %}'));
    expect(verdict(silent(line))).toEqual({ refused: 'nothing of it would be trained' });
    const counting = await loadChatTemplate(write('counting.jinja', '{{ messages | length }}{{ messages[-1].role }}'));
    expect(verdict(counting(line))).toEqual({ refused: 'nothing of it would be trained' });
  });

  it('says which file is no template', async () => {
    await expect(loadChatTemplate(write('empty.json', '{}'))).rejects.toMatchObject({ code: 'config/chat-template' });
    await expect(loadChatTemplate(join(folder, 'absent.jinja'))).rejects.toThrow(/absent\.jinja cannot be read/);
  });
});
