#include "mcp/resultpanel.h"

#include "confirm/plaintext.h"
#include "format.h"
#include "mcp/jsontext.h"
#include "mcp/tonemark.h"
#include "theme/type.h"
#include "widgets/errorbanner.h"
#include "widgets/labels.h"
#include "widgets/statusglyph.h"

#include <QBuffer>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QImageReader>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace qd {

/// How far a call is: a thin bar, empty where the server does not tell the whole.
class ProgressShare final : public QWidget
{
public:
    ProgressShare(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme) { setFixedHeight(space::xs); }

    void setShare(std::optional<double> share)
    {
        m_share = share;
        setVisible(share.has_value());
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), m_theme.tokens().raised);
        painter.fillRect(QRectF(0, 0, width() * m_share.value_or(0), height()), m_theme.tokens().accent);
    }

private:
    const Theme &m_theme;
    std::optional<double> m_share;
};

namespace {

constexpr int largestPictureSide = 4096;
constexpr int largestShownSide = 480;
constexpr qsizetype longestShownText = 400'000;

struct CallLook {
    Glyph glyph;
    StatusTone tone;
    QString word;
};

CallLook callLook(const McpCallRecord &call)
{
    switch (call.status) {
    case McpCallRecord::Status::None: return {Glyph::DashedRing, StatusTone::Unknown, ResultPanel::tr("Nothing was called yet")};
    case McpCallRecord::Status::Waiting: return {Glyph::Lock, StatusTone::Info, ResultPanel::tr("Waits for your word")};
    case McpCallRecord::Status::Running: return {Glyph::Arc, StatusTone::Info, ResultPanel::tr("Running")};
    case McpCallRecord::Status::Cancelled: return {Glyph::FlatLine, StatusTone::Unknown, ResultPanel::tr("Cancelled")};
    case McpCallRecord::Status::Failed: return {Glyph::Cross, StatusTone::Crit, ResultPanel::tr("The call failed")};
    case McpCallRecord::Status::Done: break;
    }
    if (call.result.isError)
        return {Glyph::Bang, StatusTone::Warn, ResultPanel::tr("The tool reports a failure")};
    if (!call.result.warnings.isEmpty())
        return {Glyph::Bang, StatusTone::Warn, ResultPanel::tr("Done, with warnings")};
    return {Glyph::Tick, StatusTone::Ok, ResultPanel::tr("Done")};
}

QString shownPart(const McpContent &part)
{
    QString text;
    if (!part.role.isEmpty())
        text = part.role + QStringLiteral(": ");
    switch (part.kind) {
    case McpContent::Kind::Text:
    case McpContent::Kind::Unknown: return text + part.text;
    case McpContent::Kind::ResourceLink: return text + ResultPanel::tr("link: %1 %2").arg(part.uri, part.text);
    case McpContent::Kind::Resource:
        text += part.uri + u'\n';
        return part.text.isEmpty() ? text + ResultPanel::tr("(%1, %2 bytes)").arg(part.mimeType).arg(part.data.size()) : text + part.text;
    case McpContent::Kind::Image:
    case McpContent::Kind::Audio: break;
    }
    return text + ResultPanel::tr("(%1, %2 bytes)").arg(part.mimeType).arg(part.data.size());
}

const McpContent *firstPicture(const McpCallRecord &call)
{
    for (const McpContent &part : call.result.content)
        if (part.kind == McpContent::Kind::Image && !part.data.isEmpty())
            return &part;
    return nullptr;
}

} // namespace

ResultPanel::ResultPanel(const Theme &theme, const Clock &clock, QWidget *parent)
    : QFrame(parent)
    , m_clock(clock)
    , m_mark(new ToneMark(theme, this))
    , m_status(makeLabel(this, QStringLiteral("mcpStatus"), "panelTitle"))
    , m_about(makeLabel(this, QStringLiteral("mcpAbout"), "caption"))
    , m_share(new ProgressShare(theme, this))
    , m_warnings(makeLabel(this, QStringLiteral("mcpWarnings"), "secondary"))
    , m_error(new ErrorBanner(theme, this))
    , m_text(new QPlainTextEdit(this))
    , m_copy(new QPushButton(tr("Copy"), this))
    , m_reveal(new QPushButton(this))
    , m_image(makeLabel(this, QStringLiteral("mcpImage")))
{
    setProperty("qdRole", QStringLiteral("panel"));
    m_warnings->setWordWrap(true);
    m_text->setObjectName(QStringLiteral("mcpResult"));
    m_text->setAccessibleName(tr("Result of the call"));
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setFont(monoFont());
    m_image->setAccessibleName(tr("Picture in the result"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::m, space::s, space::m, space::m);
    column->setSpacing(space::s);
    column->addWidget(makeHead());
    column->addWidget(m_share);
    column->addWidget(m_error);
    column->addWidget(m_warnings);
    column->addWidget(m_text, 1);
    column->addWidget(m_image);
    column->addStretch(0);
    connect(m_error, &ErrorBanner::retryRequested, this, &ResultPanel::retryRequested);
    m_tick.setInterval(Seconds(1));
    connect(&m_tick, &QTimer::timeout, this, &ResultPanel::showStatus);
    setCall({});
}

QWidget *ResultPanel::makeHead()
{
    auto *head = new QWidget(this);
    m_copy->setObjectName(QStringLiteral("mcpCopyResult"));
    m_copy->setAccessibleName(tr("Copy the result as text"));
    m_reveal->setObjectName(QStringLiteral("mcpReveal"));
    m_reveal->setAccessibleName(tr("Show the picture"));
    auto *line = new QHBoxLayout(head);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::s);
    line->addWidget(m_mark);
    line->addWidget(m_status);
    line->addWidget(m_about, 1);
    line->addWidget(m_reveal);
    line->addWidget(m_copy);
    connect(m_reveal, &QPushButton::clicked, this, &ResultPanel::showImage);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_text->toPlainText()); });
    return head;
}

void ResultPanel::setCall(const McpCallRecord &call)
{
    const bool isSameBody = call.result == m_call.result && call.status == m_call.status && call.started == m_call.started;
    m_call = call;
    const bool isRunning = call.status == McpCallRecord::Status::Running;
    if (!isRunning)
        m_tick.stop();
    else if (!m_tick.isActive())
        m_tick.start();
    showStatus();
    if (call.error && call.status == McpCallRecord::Status::Failed)
        m_error->setReport({.what = tr("%1 was not answered").arg(visibleText(call.name, 120)), .error = *call.error});
    else
        m_error->clear();
    if (!isSameBody || call.status == McpCallRecord::Status::None)
        showBody();
}

void ResultPanel::showStatus()
{
    const CallLook look = callLook(m_call);
    m_mark->setLook(look.glyph, look.tone);
    QStringList status{look.word};
    const McpProgress &progress = m_call.progress;
    const bool isRunning = m_call.status == McpCallRecord::Status::Running;
    if (isRunning && progress.progress > 0)
        status << QString(format::number(progress.progress) + (progress.total ? QString(u'/' + format::number(*progress.total)) : QString()) + u' '
                          + visibleText(progress.message, 120).simplified());
    if (isRunning && m_clock.now() - m_call.started >= Seconds(1))
        status << format::age(m_clock.now() - m_call.started);
    if (m_call.status == McpCallRecord::Status::Done)
        status << format::duration(m_call.result.elapsed);
    m_status->setText(status.join(QStringLiteral(" · ")));
    m_about->setText(visibleText(m_call.server.value + QStringLiteral(" · ") + m_call.name, 120).simplified());
    const bool hasShare = isRunning && progress.total && *progress.total > 0;
    m_share->setShare(hasShare ? std::optional(std::clamp(progress.progress / *progress.total, 0.0, 1.0)) : std::nullopt);
}

void ResultPanel::showBody()
{
    m_warnings->setText(visibleText(m_call.result.warnings.join(u'\n'), 4000));
    m_warnings->setVisible(!m_call.result.warnings.isEmpty());
    m_text->setPlainText(bodyText());
    m_text->setVisible(m_call.status == McpCallRecord::Status::Done);
    m_copy->setVisible(m_call.status == McpCallRecord::Status::Done);
    const McpContent *picture = firstPicture(m_call);
    m_reveal->setVisible(picture != nullptr);
    if (picture) {
        m_reveal->setText(tr("Show the picture"));
        m_reveal->setAccessibleName(tr("Show the picture of %1 bytes, %2").arg(picture->data.size()).arg(visibleText(picture->mimeType, 60)));
    }
    m_image->hide();
}

QString ResultPanel::bodyText() const
{
    QStringList parts;
    for (const McpContent &part : m_call.result.content)
        parts << shownPart(part);
    if (!m_call.result.structured.isEmpty())
        parts << tr("Structured content:") + u'\n' + indentedJson(m_call.result.structured, longestShownText);
    if (parts.isEmpty() && m_call.status == McpCallRecord::Status::Done)
        parts << tr("(The answer is empty.)");
    return visibleText(parts.join(QStringLiteral("\n\n")), longestShownText);
}

/// Decoded only when the operator asks, and never a picture whose size alone would hurt.
void ResultPanel::showImage()
{
    const McpContent *picture = firstPicture(m_call);
    if (!picture)
        return;
    QByteArray bytes = picture->data;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    QImageReader::setAllocationLimit(64);
    const QSize size = reader.size();
    const bool isFit = size.isValid() && size.width() <= largestPictureSide && size.height() <= largestPictureSide;
    if (isFit && std::max(size.width(), size.height()) > largestShownSide)
        reader.setScaledSize(size.scaled(largestShownSide, largestShownSide, Qt::KeepAspectRatio));
    const QImage image = isFit ? reader.read() : QImage();
    if (image.isNull())
        m_image->setText(tr("The picture cannot be shown: it is damaged or too large."));
    else
        m_image->setPixmap(QPixmap::fromImage(image));
    m_image->show();
}

} // namespace qd
