import type { Calibration } from '../reward/calibration.js'

/** Written by benchmarks/evidence-calibration.ts; do not edit. */
export const evidenceCalibration: Calibration = {
  version: 1,
  features: {
    'choice:noAnswer': {
      mean: 0,
      scale: 0.273799,
      weight: -1.28473,
    },
    'choice:answerNotNumeric': {
      mean: 0,
      scale: 0.499995,
      weight: 0.35571,
    },
    'choice:noEquations': {
      mean: 0,
      scale: 0.480074,
      weight: -0.000394879,
    },
    'choice:anyWrong': {
      mean: 0,
      scale: 0.23806,
      weight: -0.0779491,
    },
    'choice:wrong': {
      mean: 0,
      scale: 0.179965,
      weight: 0.027362,
    },
    'choice:lastWrong': {
      mean: 0,
      scale: 0.194193,
      weight: -0.0989887,
    },
    'choice:rightShare': {
      mean: 0,
      scale: 0.331634,
      weight: 0.108218,
    },
    'choice:right': {
      mean: 0,
      scale: 0.21516,
      weight: 0.0127681,
    },
    'choice:openShare': {
      mean: 0,
      scale: 0.368587,
      weight: -0.00104918,
    },
    'choice:unexplained': {
      mean: 0,
      scale: 0.218239,
      weight: 0.0843285,
    },
    'choice:derivable': {
      mean: 0,
      scale: 0.188707,
      weight: 0.0508248,
    },
    'choice:lastAgrees': {
      mean: 0,
      scale: 0.307655,
      weight: 0.0529382,
    },
    'choice:lastDiffers': {
      mean: 0,
      scale: 0.334285,
      weight: -0.299131,
    },
    'choice:answerUnderived': {
      mean: 0,
      scale: 0.375775,
      weight: 0.0156634,
    },
    'choice:answerUnstated': {
      mean: 0,
      scale: 0.353735,
      weight: -0.130628,
    },
    'choice:unstated': {
      mean: 0,
      scale: 0.304194,
      weight: -0.0133039,
    },
    'choice:traceWrong': {
      mean: 0,
      scale: 0.156945,
      weight: -0.132639,
    },
    'choice:traceUnexplained': {
      mean: 0,
      scale: 0.185299,
      weight: 0.0570057,
    },
    'choice:traceConstants': {
      mean: 0,
      scale: 0.302508,
      weight: -0.0250876,
    },
    'choice:traceOperations': {
      mean: 0,
      scale: 0.294364,
      weight: 0.0398222,
    },
    'choice:unmentioned': {
      mean: 0,
      scale: 0.666846,
      weight: 0.011361,
    },
    'choice:uncomputed': {
      mean: 0,
      scale: 0.822466,
      weight: -0.172353,
    },
    'choice:untraced': {
      mean: 0,
      scale: 0.921038,
      weight: 0.0395397,
    },
    'choice:allTraced': {
      mean: 0,
      scale: 0.251589,
      weight: 0.116906,
    },
    'choice:untracedShare': {
      mean: 0,
      scale: 0.464864,
      weight: -0.126881,
    },
    'choice:given': {
      mean: 0,
      scale: 0.413072,
      weight: -0.0428891,
    },
    'choice:fewOperations': {
      mean: 0,
      scale: 0.830329,
      weight: -0.0979678,
    },
    'choice:answerInQuestion': {
      mean: 0,
      scale: 0.206023,
      weight: -0.00379787,
    },
    'choice:answerMentioned': {
      mean: 0,
      scale: 0.428699,
      weight: 0.223081,
    },
    'choice:fractionalCount': {
      mean: 0,
      scale: 0.0760552,
      weight: 0.109213,
    },
    'choice:fractional': {
      mean: 0,
      scale: 0.373472,
      weight: 0.125458,
    },
    'choice:oddMoney': {
      mean: 0,
      scale: 0.102797,
      weight: 0.0284304,
    },
    'choice:negative': {
      mean: 0,
      scale: 0.0897417,
      weight: -0.0202582,
    },
    'choice:zero': {
      mean: 0,
      scale: 0.0825424,
      weight: 0.0545114,
    },
    'choice:huge': {
      mean: 0,
      scale: 0.224303,
      weight: 0.0181915,
    },
    'choice:tiny': {
      mean: 0,
      scale: 0.141043,
      weight: -0.0704733,
    },
    'choice:untidyResults': {
      mean: 0,
      scale: 0.297899,
      weight: 0.0417182,
    },
    'choice:negativeResults': {
      mean: 0,
      scale: 0.113758,
      weight: -0.0106318,
    },
    'choice:fractionalResults': {
      mean: 0,
      scale: 0.344728,
      weight: 0.0358766,
    },
    'choice:substitutionHeld': {
      mean: 0,
      scale: 0.0840841,
      weight: 0.0984244,
    },
    'choice:substitutionFailed': {
      mean: 0,
      scale: 0.0670467,
      weight: 0.0154245,
    },
    'choice:reached': {
      mean: 0,
      scale: 0.2203,
      weight: 0.0305046,
    },
    'choice:notReached': {
      mean: 0,
      scale: 0.38901,
      weight: -0.0984992,
    },
    'choice:contradiction': {
      mean: 0,
      scale: 0.0763368,
      weight: -0.033296,
    },
    'choice:optionMismatch': {
      mean: 0,
      scale: 0.327898,
      weight: 0.126351,
    },
    'choice:optionMatch': {
      mean: 0,
      scale: 0.307655,
      weight: 0.0529382,
    },
    'choice:bias': {
      mean: 0,
      scale: 1,
      weight: -0.551894,
    },
    'context:noEquations': {
      mean: 0,
      scale: 0.459564,
      weight: -0.0191845,
    },
    'context:anyWrong': {
      mean: 0,
      scale: 0.338609,
      weight: -0.0873083,
    },
    'context:wrong': {
      mean: 0,
      scale: 0.237978,
      weight: 0.0389981,
    },
    'context:lastWrong': {
      mean: 0,
      scale: 0.294349,
      weight: -0.200966,
    },
    'context:rightShare': {
      mean: 0,
      scale: 0.447001,
      weight: 0.122679,
    },
    'context:right': {
      mean: 0,
      scale: 0.286492,
      weight: 0.050624,
    },
    'context:openShare': {
      mean: 0,
      scale: 0.420539,
      weight: 0.0576286,
    },
    'context:unexplained': {
      mean: 0,
      scale: 0.261512,
      weight: 0.121791,
    },
    'context:derivable': {
      mean: 0,
      scale: 0.231816,
      weight: 0.114916,
    },
    'context:lastAgrees': {
      mean: 0,
      scale: 0.454439,
      weight: 0.220893,
    },
    'context:lastDiffers': {
      mean: 0,
      scale: 0.46399,
      weight: -0.258344,
    },
    'context:answerUnderived': {
      mean: 0,
      scale: 0.488561,
      weight: 0.0200816,
    },
    'context:answerUnstated': {
      mean: 0,
      scale: 0.472714,
      weight: -0.149708,
    },
    'context:unstated': {
      mean: 0,
      scale: 0.421132,
      weight: -0.0693109,
    },
    'context:traceWrong': {
      mean: 0,
      scale: 0.258207,
      weight: -0.215045,
    },
    'context:traceUnexplained': {
      mean: 0,
      scale: 0.277585,
      weight: 0.0311934,
    },
    'context:traceConstants': {
      mean: 0,
      scale: 0.447094,
      weight: -0.0989849,
    },
    'context:traceOperations': {
      mean: 0,
      scale: 0.377944,
      weight: 0.117727,
    },
    'context:unmentioned': {
      mean: 0,
      scale: 0.738701,
      weight: 0.0677743,
    },
    'context:uncomputed': {
      mean: 0,
      scale: 0.868799,
      weight: -0.153126,
    },
    'context:untraced': {
      mean: 0,
      scale: 0.898799,
      weight: 0.0383892,
    },
    'context:allTraced': {
      mean: 0,
      scale: 0.385617,
      weight: 0.176084,
    },
    'context:untracedShare': {
      mean: 0,
      scale: 0.404772,
      weight: -0.0259078,
    },
    'context:given': {
      mean: 0,
      scale: 0.269272,
      weight: -0.0699073,
    },
    'context:fewOperations': {
      mean: 0,
      scale: 0.881274,
      weight: -0.184883,
    },
    'context:answerInQuestion': {
      mean: 0,
      scale: 0.266614,
      weight: -0.10374,
    },
    'context:answerMentioned': {
      mean: 0,
      scale: 0.487874,
      weight: 0.258511,
    },
    'context:fractionalCount': {
      mean: 0,
      scale: 0.108203,
      weight: 0.187192,
    },
    'context:fractional': {
      mean: 0,
      scale: 0.495618,
      weight: 0.175296,
    },
    'context:oddMoney': {
      mean: 0,
      scale: 0.135325,
      weight: 0.0292634,
    },
    'context:negative': {
      mean: 0,
      scale: 0.13896,
      weight: -0.0858539,
    },
    'context:zero': {
      mean: 0,
      scale: 0.131038,
      weight: 0.0867723,
    },
    'context:huge': {
      mean: 0,
      scale: 0.313788,
      weight: 0.0947558,
    },
    'context:tiny': {
      mean: 0,
      scale: 0.208559,
      weight: -0.222196,
    },
    'context:untidyResults': {
      mean: 0,
      scale: 0.395098,
      weight: 0.0179629,
    },
    'context:negativeResults': {
      mean: 0,
      scale: 0.153487,
      weight: -0.019632,
    },
    'context:fractionalResults': {
      mean: 0,
      scale: 0.439575,
      weight: 0.106741,
    },
    'context:substitutionHeld': {
      mean: 0,
      scale: 0.120794,
      weight: 0.142396,
    },
    'context:substitutionFailed': {
      mean: 0,
      scale: 0.0998482,
      weight: 0.0028272,
    },
    'context:reached': {
      mean: 0,
      scale: 0.335526,
      weight: 0.0900121,
    },
    'context:notReached': {
      mean: 0,
      scale: 0.49835,
      weight: -0.157758,
    },
    'context:contradiction': {
      mean: 0,
      scale: 0.103415,
      weight: -0.0727922,
    },
    'context:bias': {
      mean: 0,
      scale: 1,
      weight: -0.709104,
    },
    'symbolic:noAnswer': {
      mean: 0,
      scale: 0.203341,
      weight: -0.521759,
    },
    'symbolic:answerNotNumeric': {
      mean: 0,
      scale: 0.176952,
      weight: -0.419293,
    },
    'symbolic:noEquations': {
      mean: 0,
      scale: 0.178598,
      weight: -0.106065,
    },
    'symbolic:anyWrong': {
      mean: 0,
      scale: 0.244172,
      weight: -0.355214,
    },
    'symbolic:wrong': {
      mean: 0,
      scale: 0.206064,
      weight: -0.10343,
    },
    'symbolic:lastWrong': {
      mean: 0,
      scale: 0.182906,
      weight: -0.13327,
    },
    'symbolic:rightShare': {
      mean: 0,
      scale: 0.487067,
      weight: -0.0521666,
    },
    'symbolic:right': {
      mean: 0,
      scale: 0.384763,
      weight: 0.373344,
    },
    'symbolic:openShare': {
      mean: 0,
      scale: 0.345412,
      weight: -0.19586,
    },
    'symbolic:unexplained': {
      mean: 0,
      scale: 0.252008,
      weight: 0.0555062,
    },
    'symbolic:derivable': {
      mean: 0,
      scale: 0.417687,
      weight: -0.0214879,
    },
    'symbolic:lastAgrees': {
      mean: 0,
      scale: 0.498633,
      weight: 0.344354,
    },
    'symbolic:lastDiffers': {
      mean: 0,
      scale: 0.460323,
      weight: 0.185227,
    },
    'symbolic:answerUnderived': {
      mean: 0,
      scale: 0.182906,
      weight: 0.0719874,
    },
    'symbolic:answerUnstated': {
      mean: 0,
      scale: 0.462759,
      weight: -0.133438,
    },
    'symbolic:unstated': {
      mean: 0,
      scale: 0.76991,
      weight: 0.15294,
    },
    'symbolic:traceWrong': {
      mean: 0,
      scale: 0.20567,
      weight: -0.0448756,
    },
    'symbolic:traceUnexplained': {
      mean: 0,
      scale: 0.215544,
      weight: 0.0519803,
    },
    'symbolic:traceConstants': {
      mean: 0,
      scale: 0.68068,
      weight: -0.0467071,
    },
    'symbolic:traceOperations': {
      mean: 0,
      scale: 0.468081,
      weight: -0.164412,
    },
    'symbolic:unmentioned': {
      mean: 0,
      scale: 0.544706,
      weight: 0.12552,
    },
    'symbolic:uncomputed': {
      mean: 0,
      scale: 0.747624,
      weight: -0.0424134,
    },
    'symbolic:untraced': {
      mean: 0,
      scale: 0.827211,
      weight: -0.197051,
    },
    'symbolic:allTraced': {
      mean: 0,
      scale: 0.439838,
      weight: 0.189724,
    },
    'symbolic:untracedShare': {
      mean: 0,
      scale: 0.386629,
      weight: 0.195686,
    },
    'symbolic:given': {
      mean: 0,
      scale: 0.272218,
      weight: -0.0340349,
    },
    'symbolic:fewOperations': {
      mean: 0,
      scale: 0.743165,
      weight: -0.219134,
    },
    'symbolic:answerInQuestion': {
      mean: 0,
      scale: 0.346206,
      weight: -0.0524283,
    },
    'symbolic:answerMentioned': {
      mean: 0,
      scale: 0.369219,
      weight: 0.473642,
    },
    'symbolic:fractionalCount': {
      mean: 0,
      scale: 0.0288856,
      weight: -0.0388912,
    },
    'symbolic:fractional': {
      mean: 0,
      scale: 0.223253,
      weight: -0.742772,
    },
    'symbolic:oddMoney': {
      mean: 0,
      scale: 0.159421,
      weight: -0.194272,
    },
    'symbolic:negative': {
      mean: 0,
      scale: 0.198102,
      weight: 0.193799,
    },
    'symbolic:zero': {
      mean: 0,
      scale: 0.19468,
      weight: -0.293217,
    },
    'symbolic:huge': {
      mean: 0,
      scale: 0.187113,
      weight: -0.288166,
    },
    'symbolic:tiny': {
      mean: 0,
      scale: 0.0666211,
      weight: -0.0609622,
    },
    'symbolic:untidyResults': {
      mean: 0,
      scale: 0.432832,
      weight: -0.11504,
    },
    'symbolic:negativeResults': {
      mean: 0,
      scale: 0.342469,
      weight: -0.0697128,
    },
    'symbolic:fractionalResults': {
      mean: 0,
      scale: 0.30433,
      weight: 0.0616804,
    },
    'symbolic:substitutionHeld': {
      mean: 0,
      scale: 0.292623,
      weight: 0.266362,
    },
    'symbolic:substitutionFailed': {
      mean: 0,
      scale: 0.204742,
      weight: 0.0577444,
    },
    'symbolic:reached': {
      mean: 0,
      scale: 0.322554,
      weight: 0.0491987,
    },
    'symbolic:notReached': {
      mean: 0,
      scale: 0.475331,
      weight: -0.141062,
    },
    'symbolic:contradiction': {
      mean: 0,
      scale: 0.217297,
      weight: -0.103937,
    },
    'symbolic:bias': {
      mean: 0,
      scale: 1,
      weight: -1.70128,
    },
    'number:noAnswer': {
      mean: 0,
      scale: 0.0195618,
      weight: -0.0969211,
    },
    'number:answerNotNumeric': {
      mean: 0,
      scale: 0.0601954,
      weight: -0.199877,
    },
    'number:noEquations': {
      mean: 0,
      scale: 0.159797,
      weight: 0.131572,
    },
    'number:anyWrong': {
      mean: 0,
      scale: 0.111265,
      weight: -0.38397,
    },
    'number:wrong': {
      mean: 0,
      scale: 0.061508,
      weight: -0.0916517,
    },
    'number:lastWrong': {
      mean: 0,
      scale: 0.0780223,
      weight: -0.127894,
    },
    'number:rightShare': {
      mean: 0,
      scale: 0.285733,
      weight: 0.0950302,
    },
    'number:right': {
      mean: 0,
      scale: 0.249217,
      weight: -0.306967,
    },
    'number:openShare': {
      mean: 0,
      scale: 0.261521,
      weight: 0.172942,
    },
    'number:unexplained': {
      mean: 0,
      scale: 0.0693051,
      weight: -0.100505,
    },
    'number:derivable': {
      mean: 0,
      scale: 0.178295,
      weight: -0.0233611,
    },
    'number:lastAgrees': {
      mean: 0,
      scale: 0.304801,
      weight: 0.157883,
    },
    'number:lastDiffers': {
      mean: 0,
      scale: 0.252315,
      weight: 0.0983748,
    },
    'number:answerUnderived': {
      mean: 0,
      scale: 0.11973,
      weight: -0.0213632,
    },
    'number:answerUnstated': {
      mean: 0,
      scale: 0.260329,
      weight: -0.274446,
    },
    'number:unstated': {
      mean: 0,
      scale: 0.378105,
      weight: -0.173525,
    },
    'number:traceWrong': {
      mean: 0,
      scale: 0.110423,
      weight: 0.00728067,
    },
    'number:traceUnexplained': {
      mean: 0,
      scale: 0.0834819,
      weight: -0.0740941,
    },
    'number:traceConstants': {
      mean: 0,
      scale: 0.327052,
      weight: -0.0523202,
    },
    'number:traceOperations': {
      mean: 0,
      scale: 0.21645,
      weight: 0.270789,
    },
    'number:unmentioned': {
      mean: 0,
      scale: 0.192601,
      weight: -0.0817261,
    },
    'number:uncomputed': {
      mean: 0,
      scale: 0.440685,
      weight: 0.071457,
    },
    'number:untraced': {
      mean: 0,
      scale: 0.446992,
      weight: -0.139976,
    },
    'number:allTraced': {
      mean: 0,
      scale: 0.44873,
      weight: 0.321283,
    },
    'number:untracedShare': {
      mean: 0,
      scale: 0.219517,
      weight: -0.0900384,
    },
    'number:given': {
      mean: 0,
      scale: 0.137134,
      weight: 0.101958,
    },
    'number:fewOperations': {
      mean: 0,
      scale: 0.32994,
      weight: -0.159346,
    },
    'number:answerInQuestion': {
      mean: 0,
      scale: 0.256043,
      weight: -0.0357193,
    },
    'number:answerMentioned': {
      mean: 0,
      scale: 0.203006,
      weight: 0.083862,
    },
    'number:fractionalCount': {
      mean: 0,
      scale: 0.0324288,
      weight: -0.0436013,
    },
    'number:fractional': {
      mean: 0,
      scale: 0.117773,
      weight: -0.693987,
    },
    'number:oddMoney': {
      mean: 0,
      scale: 0.023956,
      weight: -0.00292033,
    },
    'number:negative': {
      mean: 0,
      scale: 0.0478706,
      weight: -0.354779,
    },
    'number:zero': {
      mean: 0,
      scale: 0.0258742,
      weight: -0.185027,
    },
    'number:huge': {
      mean: 0,
      scale: 0.0904433,
      weight: -0.00409156,
    },
    'number:tiny': {
      mean: 0,
      scale: 0.00576282,
      weight: -0.0158957,
    },
    'number:untidyResults': {
      mean: 0,
      scale: 0.175396,
      weight: -0.00888818,
    },
    'number:negativeResults': {
      mean: 0,
      scale: 0.080408,
      weight: 0.0371139,
    },
    'number:fractionalResults': {
      mean: 0,
      scale: 0.159631,
      weight: -0.0659296,
    },
    'number:substitutionHeld': {
      mean: 0,
      scale: 0.176415,
      weight: -0.0202581,
    },
    'number:substitutionFailed': {
      mean: 0,
      scale: 0.0543874,
      weight: -0.12055,
    },
    'number:reached': {
      mean: 0,
      scale: 0.499834,
      weight: 0.18931,
    },
    'number:notReached': {
      mean: 0,
      scale: 0.455288,
      weight: -0.232479,
    },
    'number:contradiction': {
      mean: 0,
      scale: 0.056109,
      weight: -0.0317191,
    },
    'number:bias': {
      mean: 0,
      scale: 1,
      weight: 0.605818,
    },
  },
  intercept: 0,
  accept: 0.7,
  reject: 0.3,
  stepThreshold: 0.5,
  fittedOn: {
    data: "choice: mmlu_pro.jsonl.gz; context: mmlu_pro.jsonl.gz; symbolic: zeroeval_math_l5.jsonl.gz; number: zeroeval_gsm.jsonl.gz; the half of the problems with seededRandom('evidence-fold:' + question).int(2) = 0",
    chains: 45022,
    problems: 1168,
    date: '2026-11-21',
  },
}
