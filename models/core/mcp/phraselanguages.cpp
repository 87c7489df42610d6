#include "mcp/phrasetable.h"

namespace qd::scan {

namespace {

constexpr const char *dropsRules = "It tells the model to drop its instructions.";
constexpr const char *hidesSomething = "It wants something kept from the user.";
constexpr const char *sendsAway = "It sends what the model knows to an address.";
constexpr const char *wantsSecrets = "It wants keys or messages in an input.";

QList<PhraseRule> spanishPhrases()
{
    return {
        phrase("override", 100, dropsRules,
               "\\b(ignor(a|e|ar|ad)|olvid(a|e|ar|ad)|descart(a|e|ar)|desobedece|omit(e|a|ir)|no sigas)\\b( [\\w'-]+){0,4}? (instrucciones|reglas|indicaciones|[oó]rdenes|normas|directrices)( [\\w'-]+){0,2}? (anteriores|previas|dadas|originales|del sistema)\\b|"
               "\\b(ignor(a|e|ar|ad)|olvid(a|e|ar|ad)|descart(a|e|ar))\\b( [\\w'-]+){0,3}? (anteriores|previas|tus) (instrucciones|reglas|indicaciones|[oó]rdenes|normas)\\b"),
        phrase("hide", 80, hidesSomething, "\\bno (se lo |le |lo |les |se )?(dig(a|as)|inform(es|e)|mencion(es|e)|cuent(es|e)|avis(es|e)|notifiqu(es|e)|revel(es|e))\\b( [\\w'-]+){0,5}? (usuari[oa]|cliente)\\b"),
        phrase("hide", 100, "It hides something from the user.", "\\bsin (avisar|informar|decir|notificar|mencionar|cont[aá]r)\\w*( [\\w'-]+){0,3}? (usuari[oa]|cliente)\\b|\\bsin que (el|la) usuari[oa]\\b|\\ben secreto\\b"),
        phrase("exfiltrate", 100, sendsAway,
               "\\b(re)?(env[ií](a|e|ar)|manda|sube|transmite|pasa|copia|publica)\\b( \\S+){0,6}? (conversaci[oó]n|contrase[nñ]as?|claves?|credenciales|secretos|tokens?|historial|mensajes)( \\S+){0,8}? (https?://|[\\w.+-]+@[\\w-]+\\.\\w+)"),
        phrase("exfiltrate", 70, wantsSecrets,
               "\\b(env[ií]a|incluye|pasa|pon|a[nñ]ade|copia)\\b( \\S+){0,6}? (conversaci[oó]n|contrase[nñ]as?|claves|credenciales|secretos|historial)( \\S+){0,6}? (campo|par[aá]metro)\\b")};
}

QList<PhraseRule> germanPhrases()
{
    return {
        phrase("override", 100, dropsRules,
               "\\b((ignorier|missacht|umgeh)(en sie|e)?|vergiss|vergesst|vergessen sie|befolge nicht|verwirf)\\b( [\\w'-]+){0,4}? (bisherige|vorherige|vorige|vorangegangene|fr[uü]here|obige|urspr[uü]ngliche|deine|ihre|alle)[nrs]?( [\\w'-]+){0,3}? "
               "(anweisung(en)?|regeln|vorgaben|instruktion(en)?|befehle|richtlinien|systemprompts?)\\b"),
        phrase("hide", 80, hidesSomething,
               "\\b(sag|sage|sagt|sagen sie|erz[aä]hl\\w*|erw[aä]hn\\w*|verrat\\w*|verr[aä]t\\w*|teile?|informier\\w*|melde)\\b( [\\w'-]+){0,6}? (be)?(nutzer\\w*|anwender\\w*|user|kunden?)( [\\w'-]+){0,4}? (nichts?|nie|niemals)\\b|"
               "\\b(nichts?|nie|niemals)\\b( [\\w'-]+){0,4}? (dem|den|der) (be)?(nutzer\\w*|anwender\\w*|user|kunden?)( [\\w'-]+){0,3}? (sagen|erz[aä]hlen|erw[aä]hnen|verraten|mitteilen|informieren)\\b"),
        phrase("hide", 100, "It hides something from the user.",
               "\\bohne( [\\w'-]+){0,3}? (be)?(nutzer\\w*|anwender\\w*|user|kunden?)( [\\w'-]+){0,3}? (zu informieren|zu fragen|mitzuteilen|zu sagen|zu erw[aä]hnen|merkt|erf[aä]hrt|wei[sß]+|davon)\\b|\\b(heimlich|unbemerkt)\\b"),
        phrase("exfiltrate", 100, sendsAway,
               "\\b(schick\\w*|send\\w*|[uü]bermitt\\w*|[uü]bertrag\\w*|leite|lade|kopier\\w*)\\b( \\S+){0,6}? (chatverl[aä]uf\\w*|gespr[aä]chs?\\w*|unterhaltung\\w*|passw[oö]rt\\w*|zugangsdaten|anmeldedaten|schl[uü]ssel\\w*|geheimnisse|nachrichten)( \\S+){0,8}? "
               "(https?://|[\\w.+-]+@[\\w-]+\\.\\w+)"),
        phrase("exfiltrate", 70, wantsSecrets,
               "\\b(schreib\\w*|[uü]bermitt\\w*|[uü]bergib|[uü]bergebe?n?|gib|f[uü]ge?|trage?|setze?|kopier\\w*)\\b( \\S+){0,6}? (chatverl[aä]uf\\w*|gespr[aä]chs?\\w*|passw[oö]rt\\w*|zugangsdaten|anmeldedaten|geheimnisse|nachrichten)( \\S+){0,6}? (feld|parameter)\\b")};
}

} // namespace

QList<PhraseRule> foreignPhrases() { return spanishPhrases() + germanPhrases(); }

} // namespace qd::scan
