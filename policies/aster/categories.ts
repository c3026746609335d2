/**
 * The kinds of personal data (§1.1), each with its terms in W3C DPV 2.3 and fideslang. Data that a rule does not
 * name is in no kind, and what is in no kind is neither collected nor used.
 * @module
 */

import type { Ids } from '@troth/core/policy'
import type { Clause } from './clauses.ts'

// prettier-ignore
export const categories = {
  // Who you are and how to reach you (§2.1.1(a))
  'contact.name': { label: 'Name', dpv: ['pd:Name'], fideslang: 'user.name' },
  'contact.email': { label: 'Email address', dpv: ['pd:EmailAddress'], fideslang: 'user.contact.email' },
  'contact.phone': { label: 'Telephone number', dpv: ['pd:TelephoneNumber'], fideslang: 'user.contact.phone_number' },
  'contact.post': { label: 'Postal or delivery address', dpv: ['pd:PhysicalAddress'], fideslang: 'user.contact.address' },
  birth: { label: 'Birth date', dpv: ['pd:BirthDate'], fideslang: 'user.demographic.date_of_birth' },
  account: { label: 'Account number and state', dpv: ['pd:AccountIdentifier'], fideslang: 'user.account' },
  preference: { label: 'Preferences and settings you chose', dpv: ['pd:Preference'], fideslang: 'user.account.settings' },
  interest: { label: 'Interests you told us', dpv: ['pd:Interest'], fideslang: 'user.demographic.profile' },

  // What you buy and how we serve you (§2.1.1(b)-(e))
  order: { label: 'Purchase: item, place, date, delivery', dpv: ['pd:Purchase', 'pd:Transaction'], fideslang: 'user.behavior.purchase_history' },
  payment: { label: 'Payment token and instrument', dpv: ['pd:PaymentCard', 'pd:FinancialAccount'], fideslang: 'user.financial.credit_card', sensitive: true },
  credit: { label: 'Result of a credit check', dpv: ['pd:CreditStanding', 'pd:CreditWorthiness'], fideslang: 'user.financial', sensitive: true },
  product: { label: 'Product, serial number, warranty', dpv: ['pd:Ownership'], fideslang: 'user.device' },
  recording: { label: 'Recording of a call or chat', dpv: ['pd:VoiceCommunicationRecording'], fideslang: 'user.content.private', sensitive: true },
  case: { label: 'Conversation with support or about a complaint', dpv: ['pd:Communication'], fideslang: 'user.content.private', freeform: true },
  loyalty: { label: 'Use of a loyalty programme, rewards', dpv: ['pd:ServiceConsumptionBehaviour'], fideslang: 'user.behavior.purchase_history' },
  'business.card': { label: 'Business contact', dpv: ['pd:EmailAddressWork', 'pd:Professional'], fideslang: 'user.contact.organization' },
  survey: { label: 'Survey answers', dpv: ['pd:Opinion'], fideslang: 'user.content', freeform: true },
  contest: { label: 'Contest entry', dpv: ['pd:Interaction'], fideslang: 'user.content' },

  // What you write and send (§2.1.1(f)-(i), §2.1.4)
  'content.review': { label: 'Review or comment', dpv: ['pd:SocialMediaCommunication'], fideslang: 'user.content.public', freeform: true },
  'content.photo': { label: 'Uploaded picture', dpv: ['pd:Picture'], fideslang: 'user.content.self_image', freeform: true },
  'forum.content': { label: 'Words of a forum post', dpv: ['pd:SocialMediaCommunication'], fideslang: 'user.content.public', freeform: true },
  'forum.activity': { label: 'Which forum, and when', dpv: ['pd:CommunicationsMetadata'], fideslang: 'user.behavior' },
  recruitment: { label: 'Education, work history, CV', dpv: ['pd:EmploymentHistory', 'pd:Education'], fideslang: 'user.workplace', sensitive: true, freeform: true },
  free: { label: 'Text or upload not yet sorted', dpv: ['dpv:UnstructuredData', 'dpv:UncategorisedData'], fideslang: 'user.content.private', sensitive: true, freeform: true },
  third: { label: "Another person's data that you gave", dpv: ['dpv:CollectedPersonalData', 'pd:Family'], fideslang: 'user.contact' },

  // What others give us (§2.2, §2.3)
  public: { label: 'Publicly available data', dpv: ['dpv:PublicDataSource'], fideslang: 'user.content.public' },
  retailer: { label: 'Purchase facts from a shop', dpv: ['dpv:ThirdPartyDataSource'], fideslang: 'user.behavior.purchase_history' },
  group: { label: 'Facts from another Aster company', dpv: ['dpv:ThirdPartyDataSource'], fideslang: 'user.account' },
  'social.profile': { label: 'Number, name, picture, gender and language at a social network', dpv: ['pd:SocialMedia', 'pd:Gender', 'pd:Language'], fideslang: 'user.social' },
  'social.extra': { label: 'Further profile facts you allowed', dpv: ['pd:SocialNetwork'], fideslang: 'user.social' },
  'social.interaction': { label: 'Social buttons used, reactions as numbers', dpv: ['pd:Like', 'pd:LinkClicked'], fideslang: 'user.social' },

  // What our sites and products tell us (§2.4)
  click: { label: 'Pages viewed and links used', dpv: ['pd:BrowsingBehaviour', 'pd:LinkClicked'], fideslang: 'user.behavior.browsing_history' },
  search: { label: 'Search words', dpv: ['pd:BrowsingBehaviour'], fideslang: 'user.behavior.search_history' },
  basket: { label: 'Basket of an unfinished checkout', dpv: ['pd:Intention'], fideslang: 'user.behavior.purchase_history' },
  'network.address': { label: 'Network address', dpv: ['pd:IPAddress'], fideslang: 'user.device.ip_address' },
  'user.agent': { label: 'Browser type', dpv: ['pd:UserAgent'], fideslang: 'user.device' },
  log: { label: 'Service, server and product logs', dpv: ['dpv:ObservedPersonalData'], fideslang: 'user.telemetry' },
  settings: { label: 'Device and app settings', dpv: ['pd:DeviceSoftware'], fideslang: 'user.telemetry' },
  device: { label: 'Device number', dpv: ['pd:DeviceBased', 'pd:UID'], fideslang: 'user.device.device_id' },
  location: { label: 'Exact location', dpv: ['pd:CurrentLocation', 'pd:GPSCoordinate'], fideslang: 'user.location.precise', sensitive: true },
  cookie: { label: 'Cookie or browser number', dpv: ['pd:Identifier'], fideslang: 'user.device.cookie_id' },
  beacon: { label: 'Beacon event', dpv: ['pd:Tracking'], fideslang: 'user.behavior' },
  'script.log': { label: 'What a script noted on a page', dpv: ['pd:Interaction'], fideslang: 'user.behavior' },

  // What we work out or keep for your sake (§3.1, §4, §9)
  segment: { label: 'Group or profile worked out from your data', dpv: ['dpv:DerivedPersonalData', 'dpv:InferredPersonalData'], fideslang: 'user.demographic.profile' },
  statistics: { label: 'Anonymous figures', dpv: ['dpv:AnonymisedData'], fideslang: 'system.operations' },
  sensitive: { label: 'Sensitive values found in free text', dpv: ['dpv:SensitivePersonalData'], fideslang: 'user.health_and_medical', sensitive: true },
  child: { label: 'Mark of a person under 13', dpv: ['dpv:Child'], fideslang: 'user.childrens', sensitive: true },
  guardian: { label: 'Parent or guardian, with proof', dpv: ['dpv:GuardianOfDataSubject'], fideslang: 'user.contact', sensitive: true },
  'identity.check': { label: 'Outcome of an identity check', dpv: ['pd:Authenticating'], fideslang: 'user.authorization' },
  dnc: { label: 'Result of a Do Not Call check', dpv: ['pd:PrivacyPreference'], fideslang: 'user.privacy_preferences' },
  'consent.record': { label: 'Evidence of consent, refusal or withdrawal', dpv: ['dpv:ConsentRecord'], fideslang: 'user.privacy_preferences' },
  request: { label: 'File of a request about rights', dpv: ['dpv:RightExerciseRecord'], fideslang: 'user.content.private', sensitive: true, freeform: true },
  staff: { label: 'Training record of our staff', dpv: ['pd:ProfessionalTraining'], fideslang: 'user.workplace' },
  area: { label: 'Rough area', dpv: ['pd:Location'], fideslang: 'user.location.imprecise' },
} as const

/** What a dataset may cite and hold. The remaining words follow from it, in words.ts. */
export interface Terms extends Ids {
  readonly clause: Clause
  readonly category: keyof typeof categories
}
