#include "mcp/exchange/signinfields.h"

#include "theme/tokens.h"
#include "widgets/fieldline.h"
#include "widgets/labels.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QUrl>

namespace qd {

SignInFields::SignInFields(QWidget *parent)
    : QWidget(parent), m_clientId(makeFieldLine(this, "mcpNewClientId", tr("Client id at the authorization server"), tr("found or registered by itself"))),
      m_secret(makeFieldLine(this, "mcpNewClientSecret", tr("Client secret, kept in the keyring"), tr("none"))),
      m_issuer(makeFieldLine(this, "mcpNewClientIssuer", tr("Authorization server that gave the client id"), tr("any that the server names"))),
      m_document(makeFieldLine(this, "mcpNewDocument", tr("Address of your client id metadata document"), tr("https, where servers take such documents"))),
      m_scopes(makeFieldLine(this, "mcpNewScopes", tr("Scopes to ask for, with spaces between"), tr("what the server wants")))
{
    m_secret->setEchoMode(QLineEdit::Password);
    QLabel *title = makeLabel(this, QStringLiteral("mcpNewSignInTitle"), "caption");
    title->setText(tr("Sign-in, when the server asks for it; empty fields are found out."));
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(space::s);
    form->addRow(title);
    form->addRow(tr("Client id"), m_clientId);
    form->addRow(tr("Client secret"), m_secret);
    form->addRow(tr("Issuer"), m_issuer);
    form->addRow(tr("Client id URL"), m_document);
    form->addRow(tr("Scopes"), m_scopes);
}

void SignInFields::setSignIn(const NewSignIn &signIn)
{
    m_isSecretKept = signIn.isSecretKept;
    m_clientId->setText(signIn.clientId);
    m_secret->setText(signIn.clientSecret);
    m_secret->setPlaceholderText(signIn.isSecretKept ? tr("as it is kept in the keyring") : tr("none"));
    m_issuer->setText(signIn.clientIssuer);
    m_document->setText(signIn.documentUrl);
    m_scopes->setText(signIn.scopes);
}

NewSignIn SignInFields::signIn() const
{
    return {.clientId = m_clientId->text().trimmed(), .clientIssuer = m_issuer->text().trimmed(), .clientSecret = m_secret->text(), .documentUrl = m_document->text().trimmed(),
            .scopes = m_scopes->text().simplified(), .isSecretKept = m_isSecretKept};
}

QString SignInFields::problem() const
{
    const NewSignIn typed = signIn();
    if (typed.clientId.isEmpty() && !typed.clientSecret.isEmpty())
        return tr("A client secret goes with a client id.");
    if (!typed.documentUrl.isEmpty() && (QUrl(typed.documentUrl).scheme() != QLatin1String("https") || QUrl(typed.documentUrl).host().isEmpty()))
        return tr("A client id URL is an https address.");
    return {};
}

} // namespace qd
