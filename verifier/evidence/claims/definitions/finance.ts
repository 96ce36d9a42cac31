/* False rules of finance: "under FIFO the sold units are taken from the latest purchase". Each entry is a pattern and what is right. */
import { type Misstatement, says } from './misstatement.js'

export const finance: readonly Misstatement[] = [
  {
    says: says(
      String.raw`\b(\d+(?:\.\d+)?)\s?%\s(?:less|lower|cheaper|below|smaller)…\b(?:so|hence|thus|therefore)…\b(?:original|list|regular|full|old|first)\s(?:price|value|amount)…\b\1\s?%\s(?:more|higher|above|greater|larger)|便宜\s?(\d+)\s?%[^。；]{0,12}(?:原价|定价|标价)比[^。；]{0,16}[高贵多]\s?\2\s?%`,
    ),
    truth: 'p % less is undone by dividing by 1 - p/100, not by adding p %: the base is another one',
  },
  {
    says: says(
      String.raw`current\syield…\b(?:divides?|is|equals|=)…(?:coupon|interest)…\b(?:by|over|divided\sby|/)\s(?:the\s|its\s)?(?:face|par|nominal)\b`,
    ),
    truth: 'the current yield is the coupon over the price',
  },
  {
    says: says(
      String.raw`(?:quick|acid[-\s]test)\sratio…\b(?:is|equals|=|divides?|includes?)…\b(?:all|total)\s(?:the\s)?current\sassets`,
    ),
    unless: /minus inventor|less inventor|without inventor|excluding inventor|[-−] inventor/i,
    truth: 'the quick ratio leaves inventory out',
  },
  {
    says: says(
      String.raw`quick\sratio…\bis\sdefined\sas\s(?:current\sassets)\s(?:divided\sby|over|/)\s(?:the\s)?current\sliabilities`,
    ),
    truth: 'the quick ratio leaves inventory out',
  },
  {
    says: says(
      String.raw`(?:under|with|by|using|applying)\s(?:the\s)?FIFO\b…\b(?:latest|last|newest|most\srecent)\s(?:purchases?|lot|batch|units|layer|goods)?\s?(?:are|is)?\s?(?:sold\s|used\s|taken\s)?first`,
    ),
    truth: 'under FIFO the earliest purchases leave first',
  },
  {
    says: says(
      String.raw`(?:under|with|by|using|applying)\s(?:the\s)?LIFO\b…\b(?:earliest|oldest|first)\s(?:purchases?|lot|batch|units|layer|goods)?\s?(?:are|is)?\s?(?:sold\s|used\s|taken\s)first`,
    ),
    truth: 'under LIFO the latest purchases leave first',
  },
  {
    says: says(
      String.raw`(?:gross\s)?margin\s(?:in\s(?:dollars|euros|money)\s)?is\s(?:therefore\s|thus\s)?\d+\s?%\sof\s(?:the\s)?(?:cost|purchase\sprice|[$€£]\d)`,
    ),
    about: /margin of \d+\s?% (?:of|on) (?:the )?(?:selling|sales|sale) price/i,
    truth: 'a margin of the selling price is a share of the price, not of the cost',
  },
  {
    says: says(
      String.raw`(?:when|if|as)?\s?(?:market\s)?(?:interest\srates|yields?)\s(?:rise|go\sup|increase),?…\b(?:bond\s)?prices?\s(?:also\s|of\sthe\sbonds?\s)?(?:rises?|goes?\sup|increases?)`,
    ),
    about: /\bbonds?\b/i,
    truth: 'bond prices fall when yields rise',
  },
  {
    says: says(
      String.raw`compounded…\b(?:the\s)?(?:total\s)?interest\s(?:is|comes\sto|amounts\sto)\s(?:\d+|three|two|four|five|ten)\s?[*×·]\s?[$€£]?\d[\d,.]*`,
    ),
    truth: 'with compound interest each period earns on what the earlier ones brought',
  },
  {
    says: says(
      String.raw`(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\s(?:years|columns|values|data\spoints),?\sso…\b(?:n\s{0,2}=\s{0,2})?(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\s{1,3}(?:growth\s)?(?:periods|intervals)`,
    ),
    about: /CAGR|compound annual|average annual growth/i,
    truth: 'between n years lie n - 1 periods of growth',
  },
  {
    says: says(
      String.raw`book\svalue:?\s?(?:is|=|equals)?…\bdepreciable\s(?:base|amount|cost)\s(?:minus|less|[-−–])\s(?:the\s)?accumulated`,
    ),
    truth: 'the book value is the cost less the accumulated depreciation',
  },
  {
    says: says(
      String.raw`equity\s(?:is|equals|=)\s(?:total\s)?assets\s(?:plus|\+)\s(?:total\s)?liabilities|assets\s(?:are|equal|=)\s(?:total\s)?liabilities\s(?:minus|[-−–])\s(?:the\s)?equity`,
    ),
    truth: 'assets are liabilities and equity together',
  },
  {
    says: says(
      String.raw`(?:negative|below\szero)\s(?:net\spresent\svalue|NPV)…\b(?:so|hence|therefore)…\b(?:accept|worthwhile|should\sbe\smade|go\sahead)|(?:diversif\w+)\s(?:removes|eliminates)\s(?:all|systematic|market)\s(?:the\s)?risk`,
    ),
    truth: 'this is the opposite of the rule',
  },
  {
    says: says(
      String.raw`break[-\s]?even\sis\sreached\swhen\ssales\scover\s(?:the\s)?fixed\scosts(?!\s(?:and|plus|as\swell))`,
    ),
    truth: 'break-even is reached when sales cover fixed and variable costs',
  },
]
