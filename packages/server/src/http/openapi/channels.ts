import type { PolicyDocument } from '@troth/core/policy'
import { bodySchema } from '../../engine/collect/schema.ts'
import type { ApiDocument } from './shape.ts'

const generic = '/v1/channels/{channel}'

/** Writes each open channel of a policy out at its own address, with its own fields. */
export function describeChannels(document: ApiDocument, policy: PolicyDocument): ApiDocument {
  const { post, ...others } = document.paths[generic] ?? {}
  if (post === undefined) return document
  const paths: ApiDocument['paths'] = { ...document.paths, [generic]: others }
  for (const [channel, rule] of Object.entries(policy.channels)) {
    if (!rule.open) continue
    const { $schema: _, ...schema } = bodySchema(policy, channel)
    paths[`/v1/channels/${channel}`] = {
      post: {
        ...post,
        operationId: `collect-${channel}`,
        summary: `${rule.label} (scope \`collect\`)`,
        parameters: (post.parameters ?? []).filter((each) => each.in !== 'path'),
        requestBody: { required: true, content: { 'application/json': { schema } } },
      },
    }
  }
  return { ...document, paths }
}
