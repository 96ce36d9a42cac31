/** What a document is about decides which demonstrations the model sees. */
export const domains = ['prose', 'mathematics', 'commonsense', 'finance'] as const
export type Domain = (typeof domains)[number]

/** Changes whenever a prompt, a demonstration or the way an answer is read does: it is part of every request's and every job's identity. */
export const PROMPT_VERSION = '2'

/** Documents with their rationales inserted, written for this project. */
export const demonstrations: Record<Domain, readonly string[]> = {
  prose: [
    'The lighthouse keeper had not seen a supply boat for three weeks.<BOT>Weeks without supplies leave little food, so he has to make do with less.<EOT> He began to count out his biscuits each morning, and he gave up sugar altogether.',
    'Copper roofs turn green over the decades.<BOT>Metals change colour when air and rain react with their surface, and what forms can seal the metal below.<EOT> The green layer is a compound of copper, carbon dioxide and water, and it protects what lies under it. Builders in rainy cities have long preferred it to iron.',
    'The council closed the bridge to lorries in March.<BOT>Heavy traffic that loses its usual way must take the next crossing, and more of it wears that road.<EOT> By summer the road past the old mill was full of holes, and its residents asked for a speed limit.',
  ],
  mathematics: [
    'A baker fills 6 trays with 12 rolls each and sells 50 rolls before noon.<BOT>The rolls that are left are all the rolls baked, trays times rolls on a tray, less those sold.<EOT> She has 6 x 12 - 50 = 22 rolls left for the afternoon.',
    'Let n be odd, so that n = 2k + 1 for some integer k.<BOT>Squaring the form of an odd number shows what its square is made of, and what its terms have in common can be factored out.<EOT> Then n^2 = 4k^2 + 4k + 1 = 4k(k + 1) + 1.<BOT>Of two neighbouring integers one is even, so their product is divisible by 2.<EOT> Since k(k + 1) is even, n^2 leaves remainder 1 on division by 8.',
    'A train covers 180 km in 2 hours and then 120 km in 1.5 hours.<BOT>The average speed is the whole distance over the whole time, not the mean of the two speeds.<EOT> Altogether it travels 300 km in 3.5 hours, about 85.7 km/h.',
  ],
  commonsense: [
    'Question: Where would you most likely find a spare key hidden by a careful neighbour? Choices: in the mailbox, under a flower pot, on a billboard.<BOT>Something hidden has to be out of sight and still within reach of the door.<EOT> Answer: under a flower pot.',
    'Question: Why did the children take off their shoes before running into the sea? Choices: to keep them dry, to run faster on gravel, to sell them.<BOT>Water soaks shoes, and wet shoes are unpleasant to wear afterwards.<EOT> Answer: to keep them dry.',
    'Every glass on the shelf is made of crystal. Everything made of crystal can break.<BOT>What holds for all things of one kind holds for each thing that is of that kind.<EOT> So every glass on the shelf can break. The blue vase is not on the shelf.',
  ],
  finance: [
    'Harbour Foods reported revenue of $412 million for the year, up from $380 million.<BOT>Growth is the increase over the earlier figure: (412 - 380) / 380.<EOT> The 8.4% rise came mostly from its frozen lines.',
    'The central bank surprised markets by raising its rate half a point.<BOT>Older bonds pay less than new ones after a rise, so buyers want them cheaper.<EOT> Prices of ten-year government bonds fell within the hour, and shares of lenders with large bond books fell with them.',
    'Northline Steel lost its largest customer in May, and its loan covenants require debt below three times earnings.<BOT>Less revenue lowers earnings, which raises the ratio of debt to earnings towards its limit.<EOT> Analysts warned that it may need to renegotiate with its banks before year end.',
  ],
}
