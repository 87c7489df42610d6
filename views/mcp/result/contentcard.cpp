#include "mcp/result/contentcard.h"

#include "confirm/plaintext.h"
#include "format.h"
#include "mcp/codepane.h"
#include "widgets/labels.h"

#include <QBuffer>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QImageReader>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace qd {

namespace {

constexpr int largestPictureSide = 4096;
constexpr int largestShownSide = 480;
constexpr int pictureMegabytes = 64;
constexpr int mostTextLines = 18;

QString sizeText(const McpContent &part)
{
    return ContentCard::tr("%1, %2 bytes").arg(visibleText(part.mimeType.isEmpty() ? ContentCard::tr("no type") : part.mimeType, 80), format::number(static_cast<double>(part.data.size())));
}

bool isWeb(const QString &uri) { return uri.startsWith(QLatin1String("https://"), Qt::CaseInsensitive) || uri.startsWith(QLatin1String("http://"), Qt::CaseInsensitive); }

/// Only when the operator asks, and never a picture whose size alone would hurt.
QImage decodedPicture(QByteArray bytes)
{
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    QImageReader::setAllocationLimit(pictureMegabytes);
    const QSize size = reader.size();
    if (!size.isValid() || size.width() > largestPictureSide || size.height() > largestPictureSide)
        return {};
    if (std::max(size.width(), size.height()) > largestShownSide)
        reader.setScaledSize(size.scaled(largestShownSide, largestShownSide, Qt::KeepAspectRatio));
    return reader.read();
}

} // namespace

ContentCard::ContentCard(const McpContent &part, int number, const Theme &theme, QWidget *parent)
    : QFrame(parent), m_part(part), m_number(number), m_theme(theme), m_column(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("mcpPart%1").arg(number));
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(space::xs);
    build();
}

void ContentCard::build()
{
    switch (m_part.kind) {
    case McpContent::Kind::Text:
    case McpContent::Kind::Unknown:
        if (!m_part.role.isEmpty())
            addHead(visibleText(m_part.role, 40));
        return addText(m_part.text);
    case McpContent::Kind::Image:
        addHead(tr("Picture · %1").arg(sizeText(m_part)));
        connect(addButton("mcpReveal", tr("Show"), tr("Show the picture of %1").arg(sizeText(m_part))), &QPushButton::clicked, this, &ContentCard::showPicture);
        break;
    case McpContent::Kind::Audio:
        addHead(tr("Sound · %1").arg(sizeText(m_part)));
        connect(addButton("mcpPlay", tr("Play…"), tr("Play the sound in the player of the desktop")), &QPushButton::clicked, this, [this] { emit playRequested(m_part); });
        break;
    case McpContent::Kind::ResourceLink: return addLink();
    case McpContent::Kind::Resource:
        addHead(tr("Resource · %1 · %2").arg(visibleText(m_part.uri, 200), m_part.text.isEmpty() ? sizeText(m_part) : visibleText(m_part.mimeType, 80)));
        if (!m_part.text.isEmpty() || m_part.data.isEmpty())
            return addText(m_part.text);
        break;
    }
    connect(addButton("mcpSave", tr("Save…"), tr("Save the bytes into a file")), &QPushButton::clicked, this, [this] { emit saveRequested(m_part); });
}

void ContentCard::addHead(const QString &what)
{
    m_head = new QWidget(this);
    QLabel *label = makeLabel(m_head, QStringLiteral("mcpPartHead%1").arg(m_number), "secondary");
    label->setText(what);
    label->setWordWrap(true);
    auto *line = new QHBoxLayout(m_head);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::s);
    line->addWidget(label, 1);
    m_column->addWidget(m_head);
}

QPushButton *ContentCard::addButton(const char *name, const QString &text, const QString &accessible)
{
    auto *button = new QPushButton(text, m_head);
    button->setObjectName(QLatin1StringView(name) + QString::number(m_number));
    button->setAccessibleName(accessible);
    m_head->layout()->addWidget(button);
    return button;
}

/// As high as it needs, within limits.
void ContentCard::addText(const QString &text)
{
    auto *pane = new CodePane(m_theme, QStringLiteral("mcpPartText%1").arg(m_number), tr("Text of the result, part %1").arg(m_number + 1), this);
    pane->setCode(text);
    pane->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // lines are broken, and one line has no room for it
    const int lines = std::clamp(pane->blockCount() + static_cast<int>(text.size() / 120), 1, mostTextLines);
    pane->setFixedHeight(lines * pane->fontMetrics().lineSpacing() + 2 * space::s + space::xs);
    m_column->addWidget(pane);
}

/// What it names is shown whole; nothing is fetched or opened without a word.
void ContentCard::addLink()
{
    addHead(tr("Link · %1").arg(visibleText(m_part.uri, 2000)));
    connect(addButton("mcpReadLink", tr("Read"), tr("Read the resource that the link names from this server")), &QPushButton::clicked, this, [this] { emit readRequested(m_part.uri); });
    if (isWeb(m_part.uri))
        connect(addButton("mcpOpenLink", tr("Open…"), tr("Open the link in the browser, after a question")), &QPushButton::clicked, this, [this] { emit openRequested(m_part.uri); });
    connect(addButton("mcpCopyLink", tr("Copy"), tr("Copy the link")), &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_part.uri); });
    if (!m_part.text.isEmpty()) {
        QLabel *about = makeLabel(this, QStringLiteral("mcpLinkAbout%1").arg(m_number), "caption");
        about->setText(visibleText(m_part.text, 400));
        about->setWordWrap(true);
        m_column->addWidget(about);
    }
}

void ContentCard::showPicture()
{
    if (!m_picture) {
        m_picture = makeLabel(this, QStringLiteral("mcpImage%1").arg(m_number));
        m_picture->setAccessibleName(tr("Picture in the result"));
        m_column->addWidget(m_picture);
    }
    const QImage image = decodedPicture(m_part.data);
    if (image.isNull())
        m_picture->setText(tr("The picture cannot be shown: it is damaged or too large."));
    else
        m_picture->setPixmap(QPixmap::fromImage(image));
    m_picture->show();
}

QString ContentCard::text() const
{
    const QString role = m_part.role.isEmpty() ? QString() : QString(m_part.role + QStringLiteral(": "));
    switch (m_part.kind) {
    case McpContent::Kind::Text:
    case McpContent::Kind::Unknown: return role + m_part.text;
    case McpContent::Kind::ResourceLink: return role + m_part.uri;
    case McpContent::Kind::Resource: return role + m_part.uri + u'\n' + (m_part.text.isEmpty() ? sizeText(m_part) : m_part.text);
    case McpContent::Kind::Image:
    case McpContent::Kind::Audio: break;
    }
    return role + sizeText(m_part);
}

} // namespace qd
