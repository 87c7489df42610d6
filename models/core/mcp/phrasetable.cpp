#include "mcp/phrasetable.h"

namespace qd::scan {

PhraseRule phrase(const char *rule, int weight, const char *message, const char *pattern)
{
    return {QLatin1String(rule), QLatin1String(message), weight, QRegularExpression(QString::fromUtf8(pattern), QRegularExpression::UseUnicodePropertiesOption)};
}

const QList<PhraseRule> &phraseTable()
{
    static const QList<PhraseRule> table = orderPhrases() + steeringPhrases() + foreignPhrases();
    return table;
}

QList<PhraseRule> orderPhrases()
{
    return {
        phrase("override", 100, "It tells the model to drop its instructions.",
               "\\b(ignore|disregard|forget|bypass|override|neglect|(do not|don't|stop) follow(ing)?)\\b( [\\w']+){0,5}? "
               "(previous|prior|earlier|above|preceding|all|any|your|the|other|system|safety|developer|original)( \\w+){0,4}? "
               "(instructions?|directions|directives?|guidelines?|guardrails?|safety|prompts?)\\b"),
        phrase("override", 100, "It tells the model to drop its rules.",
               "\\b(ignore|disregard|forget|bypass|override|neglect|(do not|don't|stop) follow(ing)?)\\b( [\\w']+){0,3}? "
               "(previous|prior|earlier|above|your|safety|system|developer)( \\w+){0,3}? (rules?|polic(y|ies)|constraints?|restrictions?|orders?|commands?)\\b"),
        phrase("override", 100, "It gives the model new instructions.",
               "\\b(your|the) new (system prompt|instructions?) (is|are)\\b|(^|[.!\\]>] )new (system )?instructions ?:"),
        phrase("role-change", 100, "It tells the model to be somebody else.",
               "\\byou are now (dan\\b|in (developer|maintenance|debug|god|admin|root|unrestricted|jailbreak)\\w* mode|an? (ai|assistant|unrestricted|new|different|hacker|admin)|"
               "free (from|of)|unrestricted|jailbroken|no longer)|\\bfrom now on,? you (are|will|must|shall|obey|act|answer)\\b|\\bwithout (any )?restrictions\\. you\\b"),
        phrase("system-prompt", 100, "It asks for the system prompt.",
               "\\b(reveal|print|output|show|repeat|leak|expose|return|dump|includ(e|es|ing)|send|tell)( \\w+){0,4}? (your|the) "
               "(hidden |full |entire |complete |initial |original )?(system prompt|initial prompt|hidden instructions|developer message)"),
        phrase("system-prompt", 50, "It speaks of the model's system prompt.", "\\byour (hidden |full |entire )?system prompt\\b"),
        phrase("false-role", 100, "It pretends to be another speaker.",
               "<\\|(im_start|im_end|system|endoftext|start_header_id|eot_id)\\|>|(^|[.!>] )\\[/?(system|inst)\\]|<</?sys>>|(^|[.!] )(system|assistant) ?: ?(you|new|ignore|the user)"),
        phrase("false-role", 100, "A comment speaks to the model.", "<!--(?:(?!-->).){0,200}?\\b(assistant|ai|model|agent|llm|claude|gpt)\\b"),
        phrase("hide", 100, "It hides something from the user.",
               "\\bwithout( \\w+){0,2}? (informing|telling|notifying|alerting)( \\w+){0,2}? (user|human|operator|customer)\\b|\\bwithout the user'?s? (knowledge|knowing|noticing)|"
               "\\b(user|human|operator|customer)s? (must|should|shall|may|can) ?not (know|notice|see|find out|learn|be (told|informed|aware))\\b"),
        phrase("hide", 80, "It wants something kept from the user.",
               "\\b(do not|don't|never|must not|should not|shall not) (tell|mention|inform|notify|alert|disclose|let)( \\w+){0,4}? (the )?(user|human|operator|customer)\\b"),
        phrase("hide", 100, "Something is to happen secretly.",
               "\\b(secretly|covertly|surreptitiously|stealthily) (\\w+ ){0,2}?(send|add|forward|bcc|copy|call|include|append|upload|log|record|invoke|run|execute|read|pass)\\b"),
        phrase("hide", 70, "Something is to happen without a word.", "\\b(silently|quietly) (send|forward|bcc|invoke|call|upload|append|include|copy|execute)\\b|\\b(secretly|covertly)\\b"),
        phrase("exfiltrate", 100, "It sends what the model knows to an address.",
               "\\b(send|forward|upload|post|transmit|exfiltrate|leak|e?mail|copy|deliver|append|pass|include|put|report)\\b( \\S+){0,8}? "
               "\\S{0,12}?(conversation|chat|user messages?|every message|user message|credentials|passwords?|api keys?|private keys?|ssh keys?|secrets|environment variables|tokens|\\.env\\b|"
               "system prompt|workspace|source code|~/\\S+)( \\S+){0,8}? \\(?(https?://|[\\w.+-]+@[\\w-]+\\.\\w+|\\d+\\.\\d+\\.\\d+\\.\\d+|evil|attacker)"),
        phrase("exfiltrate", 100, "It asks for every key at hand.",
               "\\b(all|any|every)( \\w+){0,2}? (environment variables?|tokens?|secrets?|credentials?|api keys?)\\b,?( \\S+){0,6}? you (have|can|know)\\b"),
        phrase("exfiltrate", 90, "It gathers keys.",
               "\\b(collect|gather|harvest|steal|grab|extract)( \\S+){0,5}? (passwords?|credentials?|api keys?|secrets?|tokens?|private keys?)\\b"),
        phrase("harvest", 60, "It wants the whole conversation.",
               "\\b(whole|entire|full|complete) (conversation|chat)\\b|\\bconversation history\\b|\\b(every|all|last) user messages?\\b|\\buser's (last|every|latest|previous) messages?\\b"),
        phrase("false-consent", 80, "It claims that the user has agreed.", "\\b(user|human|operator|owner) has (already )?(pre-?approved|pre-?authori[sz]ed|consented|approved|authori[sz]ed|agreed)\\b"),
        phrase("no-consent", 60, "It wants the user's consent left out.",
               "\\bskip( \\w+){0,2}? (confirmation|approval|permission|consent)\\b|\\b(do not|don't|never) ask( \\w+){0,3}? (for )?(permission|confirmation|approval|consent)\\b|"
               "\\bwithout( \\w+){0,2}? (confirmation|approval|consent|permission)\\b"),
        phrase("order-tag", 60, "It dresses an order up as a tag.", "<(important|critical|instructions?|system|secret|hidden|priority|urgent|mandatory|admin)>"),
        phrase("tool-order", 50, "It wants to be called around other tools.",
               "\\b(before|prior to|after|instead of|whenever|each time)( \\w+){0,3}? (using|calling|invoking|running|use|call)( \\w+){0,2}? (any|this|every|each|all|other|another)( \\w+)? tools?\\b|"
               "\\b(ahead of|before|prior to) (any|every|each|all|another)( \\w+){0,2}? tools?\\b|\\bwhenever (any|another|some) tool\\b|"
               "\\b(before|prior to) (every|each|any|answering) (reply|answer|response|anything|message|request)\\b"),
        phrase("order", 40, "It gives the model orders.", "\\byou (must|need to|have to)( \\w+){0,2}? (call|use|invoke|run|read|pass|send|include|put)\\b"),
        phrase("raw-address", 40, "It names a bare address.", "https?://(?!127\\.|10\\.|192\\.168\\.|0\\.0\\.0\\.0)\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}"),
        phrase("comment", 50, "It holds a hidden comment.", "<!--")};
}

} // namespace qd::scan
