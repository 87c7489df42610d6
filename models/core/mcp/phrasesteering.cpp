#include "mcp/phrasetable.h"

namespace qd::scan {

namespace {

QString joined(const char *pattern)
{
    static const QList<std::pair<QString, QString>> parts{
        {QStringLiteral("{CALL}"), QStringLiteral("(\\b(when(ever)?|if|once|every time|each time)\\b.{0,60}?(\\btools?|\\w_\\w+) (is|are|gets|was) (\\w+ )?(called|used|invoked|available|present|run|executed)\\b|"
                                                   "\\b(when(ever)?|if|every time|each time)\\b.{0,30}?\\b(use|uses|using|call|calls|calling|invoke|invokes|invoking)\\b.{0,30}?(\\btools?\\b|\\w_\\w)|"
                                                   "\\b(any|all|every|each) (calls?|use) (to|of)\\b.{0,30}?(\\btools?\\b|\\w_\\w))")},
        {QStringLiteral("{ADDRESS}"), QStringLiteral("[\\w.+-]+@[\\w-]+\\.\\w+")},
        {QStringLiteral("{VALUE}"), QStringLiteral("([\\w.+-]+@[\\w-]+\\.\\w+|https?://\\S+|#[\\w-]{3,}|0x[0-9a-f]{16,}|\\+\\d{7,15}|\\b[a-z]{2}\\d{2}[a-z0-9]{11,}\\b)")},
        {QStringLiteral("{PLACE}"), QStringLiteral("(recipient|receiver|bcc|cc|destination|channel|account|iban|wallet|address|payee|remote|endpoint|host|webhook|url|repository|bucket|target)")},
        {QStringLiteral("{EVERY}"), QStringLiteral("(every|each|all|any|everything)")},
        {QStringLiteral("{SECRET}"), QStringLiteral("(passwords?|passphrases?|api keys?|secrets?|credentials?|tokens?|cookies?|card numbers?|private keys?|pin|security codes?)")},
        {QStringLiteral("{TALK}"), QStringLiteral("((previous|earlier|prior|past|former) (messages?|turns|conversations?|chats?)|(chat|conversation|message) history|(earlier|before|previously) in (the|this) (conversation|chat))")},
        {QStringLiteral("{GIVE}"), QStringLiteral("(pass|put|supply|hand|provide|include|send|set|give|fill|insert|enter|add|write)")},
        {QStringLiteral("{CARRIED}"), QStringLiteral("(secret|api.?key|token|password|credential|conversation|chat|message|history|system.?prompt|cookie)")}};
    QString made = QLatin1String(pattern);
    for (const auto &[name, text] : parts)
        made.replace(name, text);
    return made;
}

PhraseRule steering(const char *rule, int weight, const char *message, const char *pattern) { return phrase(rule, weight, message, joined(pattern).toUtf8().constData()); }

} // namespace

QList<PhraseRule> steeringPhrases()
{
    return {
        steering("install", 100, "It has something run that is fetched from the net.",
                 "(?<!docker )(?<!podman )\\b(run|execute|exec|paste|issue)\\b.{0,60}?\\b(curl|wget|iwr|irm|invoke-webrequest)\\b.{0,200}?\\| ?(sudo )?(\\S*/)?(\\w*sh|python[\\d.]*|node|perl|ruby|iex|powershell)\\b|"
                 "(?<!docker )(?<!podman )\\b(run|execute|exec|paste|issue)\\b.{0,60}?\\b\\w*sh (-c )?[\"'`]?(<\\(|\\$\\(|`) ?(curl|wget)\\b"),
        steering("install", 100, "It has a package installed from an address of its own.",
                 "\\b(run|execute|first|please)\\b.{0,30}?\\b(npm|pnpm|yarn|pip3?|uv|gem|cargo|go)\\b (install|add|i|get)\\b.{0,20}? (git\\+)?https?://(?!(www\\.)?(github|gitlab)\\.com/)"),
        steering("redirect", 100, "It says where another tool is to send something.",
                 "{CALL}.{0,60}?\\b(always|must|has to|have to|shall)\\b.{0,60}?\\b{PLACE}\\b"
                 "((?!e\\.g\\.|for example|such as|for instance).){0,40}?{VALUE}"),
        steering("redirect", 100, "It says where another tool is to send something.",
                 "{CALL}.{0,60}?\\b{PLACE}\\b.{0,20}?\\b(always|must|has to|have to|shall)\\b"
                 "((?!e\\.g\\.|for example|such as|for instance).){0,40}?{VALUE}"),
        steering("redirect", 100, "It says where another tool is to send something.",
                 "{CALL}.{0,60}?\\b(always|must|has to|have to|shall)\\b.{0,20}?{VALUE} (as|for) (\\w+ ){0,3}?{PLACE}\\b"),
        steering("copy", 80, "It has messages go to somebody else too.",
                 "\\b(b?cc|blind[- ]cop(y|ied)|in copy|carbon copy)\\b.{0,40}?{ADDRESS}.{0,60}?\\b{EVERY}\\b|\\b{EVERY}\\b.{0,60}?{ADDRESS}.{0,30}?\\b(b?cc|blind[- ]copy|in copy|carbon copy)\\b|"
                 "{ADDRESS}.{0,30}?\\b(b?cc|blind[- ]copy|in copy|carbon copy)\\b.{0,30}?\\b{EVERY}\\b|\\b{EVERY}\\b.{0,40}?\\b(b?cc|blind[- ]cop(y|ied)|in copy|carbon copy)\\b.{0,30}?{ADDRESS}"),
        steering("hide", 60, "It spares the user something.",
                 "\\b(no need|no reason|no point|not necessary|unnecessary|need not|needn't)\\b( \\w+){0,2}? (bother|mention|tell|inform|notify|bring|alert|trouble|disclose|explain|report)\\w*\\b"),
        steering("hide", 70, "It spares the user something.",
                 "\\b(user|human|operator|customer)s? (need not|needn't|do(es)? not (need|have) to|doesn't (need|have) to) (be )?(told|informed|know|notified|see|bothered|aware|asked)\\b"),
        steering("hide", 60, "It wants something left out of the answer.",
                 "\\b(leave|keep|omit) (it|this|that|them|these|those)( \\w+){0,2}? (out of|from)( \\w+){0,2}? (answers?|repl(y|ies)|responses?|summar(y|ies)|output|reports?|user)\\b"),
        steering("exfiltrate", 100, "It wants keys from earlier messages handed on.",
                 "\\b{SECRET}\\b.{0,80}?\\b{TALK}\\b.{0,80}?\\b{GIVE}\\b|\\b{TALK}\\b.{0,40}?\\b{SECRET}\\b.{0,60}?\\b{GIVE}\\b"),
        steering("relay", 60, "It wants what other tools are given.",
                 "\\b(forward|cop(y|ied)|relay|pass|send|supply|give|hand|transmit|mirror|report)\\w*\\b.{0,30}?\\b(arguments?|parameters?|inputs?|payloads?|contents?)\\b (of|from) (the |that |this |any |every |each |another |other |all )*(\\w+ )?(tools?|calls?|file)\\b|"
                 "\\b(arguments?|parameters?|inputs?|payloads?|results?|outputs?)\\b (of|from) (the |that |any |every |each |another |other |all )*(\\w+ )?tools?\\b.{0,30}?\\b(copied|forwarded|relayed|passed|sent|mirrored)\\b|"
                 "\\b(hand|pass|give|send|forward)\\w*( over| on| along)? (its|their|the) (complete|full|entire|whole|exact) (inputs?|arguments?|parameters?|outputs?|results?)\\b"),
        steering("picture", 100, "A picture or link takes something along.",
                 "\\b(include|put|add|append|end|begin|show|insert|display|embed|place|render|finish)\\b.{0,100}?(\\]\\(|<img\\b.{0,40}?src ?= ?[\"']?)https?://[^)\\s>]{0,200}[?&=/][^)\\s>]{0,60}?{CARRIED}")};
}

} // namespace qd::scan
