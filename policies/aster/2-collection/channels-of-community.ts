/**
 * §2.1.1(e)-(i): events, contests, reviews, forums, surveys, job applications and whatever else is sent to us.
 * @module
 */

import type { Channels } from '@troth/core/policy'
import { words, type Words } from '../words.ts'

export const communityChannels = {
  // The words serve the forum alone, whatever anyone agrees to; see the prohibitions of section 3 (§3.1.3(e).iii).
  forum: {
    clauses: ['2.1.1(f)', '2.1.2.i', '2.1.3.ii', '3.1.3(e).ii'],
    label: 'Post in a forum',
    open: true,
    controllers: words.controllers,
    person: 'known',
    into: 'posts',
    fields: {
      forum: { required: true, ifMissing: 'Without the forum we cannot tell where to post it.' },
      title: {
        required: false,
        warning: 'Everyone can read the title. Leave out names, addresses and numbers.',
      },
      body: {
        required: true,
        ifMissing: 'Without a text there is nothing to post.',
        warning: 'Everyone can read this. Leave out what you would not tell a stranger.',
        maxLength: 20000,
      },
    },
    purposes: ['service', 'screen', 'insight', 'rights', 'legal'],
    ageGate: { from: 'sign-up' },
  },

  review: {
    clauses: ['2.1.1(f)', '2.1.2.i', '3.1.3(e).i'],
    label: 'Write a review or upload a picture',
    open: false,
    controllers: words.controllers,
    person: 'known',
    into: 'contributions',
    fields: {
      review: {
        required: false,
        warning: 'If you make it public, everyone can read it. Write about the product only.',
        maxLength: 5000,
      },
      photo: {
        required: false,
        warning: 'Show the product, not people. We remove the place the picture was taken.',
      },
      visibility: { required: true, ifMissing: 'Without it we cannot tell who may see this.' },
      topics: { required: false },
    },
    purposes: ['service', 'screen', 'rights', 'legal'],
    choices: ['publish', 'personalise'],
    ageGate: { from: 'sign-up' },
  },

  event: {
    clauses: ['2.1.1(e)', '2.1.4', '3.1.3(b)'],
    label: 'Come to an event or workshop',
    open: false,
    controllers: words.controllers,
    person: 'new',
    into: 'encounters',
    fields: {
      name: {
        required: true,
        ifMissing: 'Without a name we cannot put you on the list of guests.',
      },
      email: { required: false },
      phone: { required: false, maxLength: 20 },
      business_card: { required: false },
      interests: { required: false },
      preferences: { required: false },
      companion: { required: false },
    },
    purposes: ['event', 'rights', 'breach', 'legal'],
    choices: ['marketing.email', 'marketing.phone'],
    ageGate: {
      from: 'none',
      reason: 'Guests are met in person; staff give a child’s form to the parent or guardian.',
    },
    othersData: {
      assurance: 'noted',
      text: 'You told us that the person you bring knows and agrees; our staff note who said so and when.',
    },
  },

  // A contest entry serves the contest: no marketing is offered beside it (§2.1.1(e), §3.1.3(b)).
  contest: {
    clauses: ['2.1.1(e)', '3.1.3(b)'],
    label: 'Enter a contest or draw',
    open: false,
    controllers: words.controllers,
    person: 'known',
    into: 'entries',
    fields: {
      name: { required: true, ifMissing: 'Without a name we cannot say who has won.' },
      email: {
        required: true,
        ifMissing: 'Without an email address we cannot tell you that you won.',
      },
      phone: { required: false, maxLength: 20 },
      entry: { required: true, ifMissing: 'Without an entry there is nothing to judge or draw.' },
    },
    purposes: ['contest', 'rights', 'breach', 'legal'],
    ageGate: { from: 'sign-up' },
  },

  survey: {
    clauses: ['2.1.1(g)', '2.1.2.i', '3.1.2(b)'],
    label: 'Answer a survey',
    open: false,
    controllers: words.controllers,
    person: 'new',
    into: 'answers',
    fields: {
      email: { required: false },
      answers: {
        required: true,
        ifMissing: 'Without answers there is no survey.',
        warning: 'Answer in general terms. Leave out names and numbers.',
        maxLength: 10000,
      },
    },
    purposes: ['survey', 'improve', 'research', 'insight', 'rights'],
    ageGate: {
      from: 'none',
      reason:
        'Surveys go to people with an account, whose age we know; a panel’s own are all adults.',
    },
  },

  application: {
    clauses: ['2.1.1(h)', '2.1.2.i', '2.1.4', '3.1.5(b)'],
    label: 'Apply for a job',
    open: false,
    controllers: words.controllers,
    person: 'new',
    into: 'applications',
    fields: {
      name: { required: true, ifMissing: 'Without a name we cannot consider an application.' },
      email: { required: true, ifMissing: 'Without an email address we cannot answer.' },
      phone: { required: false, maxLength: 20 },
      education: {
        required: false,
        warning: 'No identity number and no photograph, please; we ask for none before an offer.',
        maxLength: 10000,
      },
      employment: {
        required: true,
        ifMissing: 'Without your work history we cannot judge whether the post suits you.',
        warning: 'Leave out reasons of health and other private matters.',
        maxLength: 10000,
      },
      referee: { required: false },
    },
    purposes: ['recruit', 'screen', 'rights', 'breach', 'legal'],
    ageGate: {
      from: 'none',
      reason: 'Posts are open to people old enough to work, well above 13.',
    },
    othersData: {
      assurance: 'undertaking',
      text: 'You undertake that your referee has agreed to be named and to hear from us.',
    },
  },

  // Whatever fits nowhere else waits here, for at most 30 days, until it has a purpose or is destroyed (§2.1.1(i)).
  message: {
    clauses: ['2.1.1(i)', '2.1.2.i', '2.1.2.ii'],
    label: 'Send us something else',
    open: false,
    controllers: words.controllers,
    person: 'new',
    into: 'quarantine',
    fields: {
      item: {
        required: true,
        ifMissing: 'Without it there is nothing for us to read.',
        warning: 'Send only what we need to understand you, and no identity, card or bank numbers.',
        maxLength: 20000,
      },
    },
    purposes: ['triage', 'screen', 'rights'],
    ageGate: {
      from: 'none',
      reason:
        'Nobody asked for it, so nothing is known of the sender; only the sorting team reads it.',
    },
  },
} as const satisfies Channels<Words>
