import { writeFile } from 'node:fs/promises'
import { renderNotice } from '@troth/core/policy'
import { Option } from 'commander'
import { defaultPolicy, loadPolicy } from './load-policy.ts'
import type { AddCommand } from './surroundings.ts'

/** `troth render`: the notice that people read, from prose and rules. */
export const renderCommand: AddCommand = (program, { say, warn }) => {
  program
    .command('render')
    .description('write the notice for people, from the prose and the rules')
    .argument('[policy]', 'a .ts, .js or .json file', defaultPolicy)
    .option('--notice <file>', 'the prose; notice.md beside the policy where unsaid')
    .addOption(new Option('--format <format>').choices(['html', 'markdown']).default('html'))
    .option('--out <file>', 'where to write it; standard output where unsaid')
    .action(
      async (
        path: string,
        options: { notice?: string; format: 'html' | 'markdown'; out?: string },
      ) => {
        const { policy, notice } = await loadPolicy(path, options.notice)
        const text = renderNotice(policy, notice)[options.format]
        if (options.out === undefined) return say(text)
        await writeFile(options.out, text)
        warn(`wrote ${options.out}`)
      },
    )
}
